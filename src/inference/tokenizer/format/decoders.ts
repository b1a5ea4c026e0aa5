import { z } from 'zod';
import { type Component, literalReplacement, textPattern } from '#inference/tokenizer/format/textPattern.ts';

const byteLevel = z
  .strictObject({
    type: z.literal('ByteLevel'),
    add_prefix_space: z.boolean().optional(),
    trim_offsets: z.boolean().optional(),
    use_regex: z.boolean().optional(),
  })
  .transform((): Component => ({ type: 'ByteLevel' }));

/** Without a prefix it writes spaces; with one it also drops marks, which the library does in another way. */
const metaspace = z
  .strictObject({
    type: z.literal('Metaspace'),
    replacement: z.literal('▁'),
    str_rep: z.literal('▁').optional(),
    add_prefix_space: z.boolean().optional(),
    prepend_scheme: z.literal('never'),
    split: z.boolean().optional(),
  })
  .transform((): Component => ({ type: 'Replace', pattern: { String: '▁' }, content: ' ' }));

const STEPS = [
  byteLevel,
  metaspace,
  z
    .strictObject({ type: z.literal('Replace'), pattern: textPattern, content: z.string() })
    .transform((replace): Component => ({ ...replace, content: literalReplacement(replace.content) })),
  z.strictObject({ type: z.literal('ByteFallback') }),
  z.strictObject({ type: z.literal('Fuse') }),
  z.strictObject({
    type: z.literal('Strip'),
    content: z.string().length(1),
    start: z.number().int().nonnegative(),
    stop: z.number().int().nonnegative(),
  }),
  z.strictObject({ type: z.literal('WordPiece'), prefix: z.string(), cleanup: z.boolean() }),
  z.strictObject({ type: z.literal('BPEDecoder'), suffix: z.string() }),
] as const;

const sequence = z
  .strictObject({
    type: z.literal('Sequence'),
    decoders: z.array(z.discriminatedUnion('type', STEPS)).min(1),
  })
  // Within a sequence the library does not know the added tokens, whose texts are not bytes.
  .refine(({ decoders }) => decoders.length === 1 || decoders.every(({ type }) => type !== 'ByteLevel'), {
    path: ['decoders'],
    message: 'a ByteLevel decoder beside others',
  })
  .transform((steps): Component => (steps.decoders.length === 1 ? steps.decoders[0]! : steps));

/** The decoders of a `tokenizer.json` that are computed as its authors' library computes them. */
export const decoderSchema = z.discriminatedUnion('type', [...STEPS, sequence]);
