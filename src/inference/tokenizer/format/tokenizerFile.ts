import { z } from 'zod';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { decoderSchema } from '#inference/tokenizer/format/decoders.ts';
import { normalizerSchema } from '#inference/tokenizer/format/normalizers.ts';
import { preTokenizerSchema } from '#inference/tokenizer/format/preTokenizers.ts';
import { tokenModelSchema } from '#inference/tokenizer/format/tokenModels.ts';

const addedToken = z.looseObject({
  id: z.number().int().nonnegative(),
  content: z.string(),
  special: z.boolean(),
  /** The library finds a token within words too. */
  single_word: z.literal(false).default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  normalized: z.boolean().default(false),
});

const postProcessor: z.ZodType = z.discriminatedUnion('type', [
  z.looseObject({ type: z.enum(['TemplateProcessing', 'ByteLevel', 'BertProcessing', 'RobertaProcessing']) }),
  z.strictObject({ type: z.literal('Sequence'), processors: z.array(z.lazy(() => postProcessor)) }),
]);

const tokenizerSchema = z.looseObject({
  added_tokens: z.array(addedToken).default([]),
  normalizer: normalizerSchema.nullish().transform(orNull),
  pre_tokenizer: preTokenizerSchema.nullish().transform(orNull),
  post_processor: postProcessor.nullish().transform(orNull),
  decoder: decoderSchema.nullish().transform(orNull),
  model: tokenModelSchema,
});
export type TokenizerFile = z.infer<typeof tokenizerSchema>;

function orNull<T>(value: T | null | undefined): T | null {
  return value ?? null;
}

/**
 * A `tokenizer.json` in the forms that the library computes as the file's authors do. What it would compute
 * otherwise, without a word, is refused.
 * @throws InferenceError BAD_MANIFEST with the path of the first part that is wrong or not supported
 * @example
 * const { model, decoder } = parseTokenizerFile(JSON.parse(text));
 */
export function parseTokenizerFile(json: unknown): TokenizerFile {
  const parsed = tokenizerSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new InferenceError(
    'BAD_MANIFEST',
    `tokenizer.json is wrong at ${path.join('.') || 'its top level'}, or asks there for what this engine ` +
      `does not compute: ${message}. Take a file of the forms in src/inference/tokenizer/format.`,
  );
}
