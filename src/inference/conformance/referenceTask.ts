import { z } from 'zod';
import { type ReadFile, textReader } from '#inference/manifest/modelFiles.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';

/** More inputs would keep a slow GPU from its work for long. */
export const MOST_REFERENCES = 16;
/** An image of 1024 pixels a side has a file of 1.5 MB where all of its latent is kept. */
export const MOST_REFERENCE_CHARACTERS = 4 * 2 ** 20;

const tokenIds = z.array(z.number().int().nonnegative()).min(1);
const stride = z.number().int().min(1);

/** One input of a text model: the logits after a prompt, and the tokens that follow it. */
export const textReferenceSchema = z.strictObject({
  kind: z.literal('text'),
  prompt: tokenIds.max(1_024),
  /** Every `stride`-th logit is kept. */
  stride,
  logits: z.array(z.number()).min(1),
  next: tokenIds.max(64),
  /** How `next` was drawn; absent: the likeliest token each time. */
  sampling: z
    .strictObject({
      temperature: z.number().positive().max(2),
      topP: z.number().gt(0).max(1),
      seed: z.number().int().nonnegative(),
    })
    .optional(),
  /** The logits that the last token of `next` was drawn from, which the KV cache took part in. */
  decoded: z.array(z.number()).min(1).optional(),
});

/** One input of an image model: settings, the final latent, and the picture's pixels. */
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
  /** Every `latentStride`-th number of `latent` and `encoded` is kept. */
  latentStride: stride.default(1),
  latent: z.array(z.number()).min(1),
  /** Every `stride`-th byte of the picture is kept. */
  stride,
  pixels: z.array(z.number().int().min(0).max(255)).min(1),
  /** The test card's latent. A model with an image encoder has it at its first input. */
  encoded: z.array(z.number()).min(1).optional(),
});

export type TextReference = z.infer<typeof textReferenceSchema>;
export type ImageReference = z.infer<typeof imageReferenceSchema>;
/** At least one. */
export type References<T> = readonly [T, ...T[]];

/**
 * Reads a model's conformance file: a list of test inputs with their results, or, in older files, a single
 * one.
 * @throws InferenceError BAD_MANIFEST if it is too long, not JSON, or does not follow the schema
 * @example
 * const [first] = await readReferences(textReferenceSchema, readFile, 'conformance.json');
 */
export async function readReferences<T>(
  schema: z.ZodType<T>,
  readFile: ReadFile,
  path: string,
): Promise<References<T>> {
  const text = await textReader(readFile)(path);
  if (text.length > MOST_REFERENCE_CHARACTERS) {
    throw invalid(`has ${text.length} characters; ${MOST_REFERENCE_CHARACTERS} are allowed`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw invalid('is not JSON', cause);
  }
  const list = z.tuple([schema], schema).check(z.maxLength(MOST_REFERENCES));
  const parsed = list.safeParse(Array.isArray(json) ? json : [json]);
  if (parsed.success) return parsed.data as unknown as References<T>;
  const issue = parsed.error.issues[0];
  throw invalid(`is invalid at ${issue?.path.join('.') || 'its top level'}: ${issue?.message}`);
}

const invalid = (what: string, cause?: unknown) =>
  new InferenceError('BAD_MANIFEST', `The conformance file ${what}.`, { cause });
