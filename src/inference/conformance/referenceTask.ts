import { z } from 'zod';
import { InferenceError } from '#inference/runtime/inferenceError.ts';

/** A text model's reference task: the logits after a prompt, and the greedy tokens that follow it. */
export const textReferenceSchema = z.strictObject({
  kind: z.literal('text'),
  prompt: z.array(z.number().int().nonnegative()).min(1).max(1_024),
  /** Every `stride`-th logit is kept. */
  stride: z.number().int().min(1),
  logits: z.array(z.number()).min(1),
  next: z.array(z.number().int().nonnegative()).min(1).max(64),
});

/** An image model's reference task: settings, the final latent, and the picture's pixels. */
export const imageReferenceSchema = z.strictObject({
  kind: z.literal('image'),
  settings: z.strictObject({
    prompt: z.string(),
    negativePrompt: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    steps: z.number().int(),
    guidance: z.number(),
    seed: z.number().int(),
  }),
  latent: z.array(z.number()).min(1),
  /** Every `stride`-th byte of the picture is kept. */
  stride: z.number().int().min(1),
  pixels: z.array(z.number().int().min(0).max(255)).min(1),
  /** The test card's latent, if the model has an image encoder. */
  encoded: z.array(z.number()).min(1).optional(),
});

export type TextReference = z.infer<typeof textReferenceSchema>;
export type ImageReference = z.infer<typeof imageReferenceSchema>;

/**
 * Parses a model's conformance file.
 * @throws InferenceError BAD_MANIFEST if it does not follow the schema
 * @example const reference = parseReference(textReferenceSchema, await readJson('conformance.json'));
 */
export function parseReference<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') || 'its top level';
  throw new InferenceError('BAD_MANIFEST', `The conformance file is invalid at ${where}: ${issue?.message}`);
}
