import { z } from 'zod';
import { type Component, literalReplacement, textPattern } from '#inference/tokenizer/format/textPattern.ts';

const replace = z
  .strictObject({ type: z.literal('Replace'), pattern: textPattern, content: z.string() })
  .transform((step): Component => ({ ...step, content: literalReplacement(step.content) }));

/** As replacements: the library takes other characters for white space than Unicode does. */
const strip = z
  .strictObject({ type: z.literal('Strip'), strip_left: z.boolean(), strip_right: z.boolean() })
  .transform(({ strip_left, strip_right }): Component => {
    const regexes = [...(strip_left ? ['\\A\\s+'] : []), ...(strip_right ? ['(?<!\\s)\\s+\\z'] : [])];
    const normalizers = regexes.map((Regex) => ({ type: 'Replace', pattern: { Regex }, content: '' }));
    return { type: 'Sequence', normalizers };
  });

/** Characters that BERT's normalizer puts spaces around. */
const IDEOGRAPHS =
  '[\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF\\x{20000}-\\x{2A6DF}' +
  '\\x{2A700}-\\x{2CEAF}\\x{2F800}-\\x{2FA1F}]';

/** In three steps: the library puts spaces around the ideographs of the basic plane alone. */
const bert = z
  .strictObject({
    type: z.literal('BertNormalizer'),
    clean_text: z.boolean(),
    handle_chinese_chars: z.boolean(),
    strip_accents: z.boolean().nullable(),
    lowercase: z.boolean(),
  })
  .transform(({ type, clean_text, handle_chinese_chars, strip_accents, lowercase }): Component => {
    const step = (change: Component): Component => ({
      ...{ type, clean_text: false, handle_chinese_chars: false, strip_accents: false, lowercase: false },
      ...change,
    });
    const spaced = { type: 'Replace', pattern: { Regex: IDEOGRAPHS }, content: ' $& ' };
    const normalizers = [
      step({ clean_text }),
      ...(handle_chinese_chars ? [spaced] : []),
      step({ strip_accents, lowercase }),
    ];
    return { type: 'Sequence', normalizers };
  });

const plain = ['NFC', 'NFD', 'NFKC', 'NFKD', 'Lowercase', 'StripAccents'] as const;

/** The normalizers of a `tokenizer.json` that are computed as its authors' library computes them. */
export const normalizerSchema: z.ZodType<Component> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(plain) }),
  z.strictObject({ type: z.literal('Prepend'), prepend: z.string() }),
  replace,
  strip,
  bert,
  z.strictObject({
    type: z.literal('Sequence'),
    normalizers: z.array(z.lazy(() => normalizerSchema)),
  }),
]);
