import type { z } from 'zod';
import { InferenceError } from '#inference/runtime/inferenceError.ts';

/**
 * Names the first wrong field of a model's file.
 * @param what the file, in words
 * @example
 * throw manifestError('catalogue', parsed.error); // The catalogue is wrong at models.0.id: …
 */
export function manifestError(what: string, error: z.ZodError): InferenceError {
  const issue = error.issues[0];
  const where = issue?.path.join('.') || 'its top level';
  return new InferenceError(
    'BAD_MANIFEST',
    `The ${what} is wrong at ${where}: ${issue?.message ?? 'unreadable'}`,
  );
}
