import { z } from 'zod';
import {
  type Component,
  regexOf,
  type TextPattern,
  textPattern,
} from '#inference/tokenizer/format/textPattern.ts';

/** GPT-2's split, as the authors of byte-level tokenizers wrote it. */
const BYTE_LEVEL_SPLIT = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
/** ASCII's and Unicode's punctuation. */
const PUNCTUATION = '[\\p{P}\\x21-\\x2F\\x3A-\\x40\\x5B-\\x60\\x7B-\\x7E]';

const behavior = z.enum(['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous']);
type Behavior = z.infer<typeof behavior>;

const sequence = (...pretokenizers: Component[]): Component => ({ type: 'Sequence', pretokenizers });
const isolated = (Regex: string): Component => ({
  ...{ type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false },
});
/** Keeps what matches and drops the rest. */
const kept = (Regex: string): Component => ({
  ...{ type: 'Split', pattern: { Regex }, behavior: 'Removed', invert: true },
});

/**
 * A split as one that isolates its matches, which is what the library computes. Each expression takes time
 * that grows with the text's length, not with its square: none gives back what it has read.
 */
function splitAs(found: string, how: Behavior): Component {
  if (how === 'Isolated') return isolated(found);
  if (how === 'Contiguous') return isolated(`(?:${found})+`);
  if (how === 'MergedWithNext') return isolated(`(?:${found})(?:(?!${found})[\\s\\S])*`);
  if (how === 'MergedWithPrevious') return isolated(`(?:(?!${found})[\\s\\S])*(?:${found}|\\z)`);
  return kept(`(?:(?!${found})[\\s\\S])+`);
}

const split = z
  .strictObject({ type: z.literal('Split'), pattern: textPattern, behavior, invert: z.boolean() })
  .refine(({ behavior: how, invert }) => !invert || !how.startsWith('Merged'), {
    path: ['invert'],
    message: 'an inverted split that merges',
  })
  .transform(({ pattern, behavior: how, invert }): Component => {
    const found = regexOf(pattern as TextPattern);
    return invert && how === 'Removed' ? kept(found) : splitAs(found, how);
  });

const byteLevel = z
  .strictObject({
    type: z.literal('ByteLevel'),
    add_prefix_space: z.boolean(),
    trim_offsets: z.boolean().optional(),
    use_regex: z.boolean().default(true),
  })
  .transform(
    ({ add_prefix_space, use_regex }): Component =>
      sequence(
        ...(add_prefix_space ? [{ type: 'Replace', pattern: { Regex: '\\A[^ ]' }, content: ' $&' }] : []),
        ...(use_regex ? [isolated(BYTE_LEVEL_SPLIT)] : []),
        { type: 'ByteLevel', add_prefix_space: false, use_regex: false },
      ),
  );

const metaspace = z
  .strictObject({
    type: z.literal('Metaspace'),
    replacement: z.literal('▁'),
    str_rep: z.literal('▁').optional(),
    add_prefix_space: z.boolean().optional(),
    prepend_scheme: z.enum(['always', 'first', 'never']).optional(),
    split: z.boolean().default(true),
  })
  .transform(({ add_prefix_space = true, prepend_scheme, split: splits }): Component => {
    const scheme = prepend_scheme ?? (add_prefix_space ? 'always' : 'never');
    const marks = { type: 'Metaspace', replacement: '▁', prepend_scheme: scheme };
    return splits ? sequence(marks, isolated('▁[^▁]*')) : marks;
  });

/** The pre-tokenizers of a `tokenizer.json` that are computed as its authors' library computes them. */
export const preTokenizerSchema: z.ZodType<Component> = z.discriminatedUnion('type', [
  split,
  byteLevel,
  metaspace,
  z
    .strictObject({ type: z.literal('Digits'), individual_digits: z.boolean() })
    .transform(({ individual_digits }) => isolated(individual_digits ? '\\p{N}' : '\\p{N}+')),
  z
    .strictObject({ type: z.literal('Punctuation'), behavior: behavior.default('Isolated') })
    .transform(({ behavior: how }) => splitAs(PUNCTUATION, how)),
  z.strictObject({ type: z.literal('Whitespace') }).transform(() => kept('\\w+|[^\\w\\s]+')),
  z.strictObject({ type: z.literal('WhitespaceSplit') }).transform(() => kept('\\S+')),
  z
    .strictObject({ type: z.literal('BertPreTokenizer') })
    .transform(() => sequence(kept('\\S+'), isolated(PUNCTUATION))),
  z.strictObject({
    type: z.literal('Sequence'),
    pretokenizers: z.array(z.lazy(() => preTokenizerSchema)),
  }),
]);
