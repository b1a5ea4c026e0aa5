import { z } from 'zod';
import { InferenceError } from '#inference/runtime/inferenceError.ts';

/** A word or phrase that the model's vocabulary knows, as a person would write it. */
const phrase = z.string().min(1).max(80);

/** Thousands of things are a vocabulary; of styles, colours and sizes there are only so many words. */
const suggestionsSchema = z.strictObject({
  things: z.array(phrase).max(5_000),
  styles: z.array(phrase).max(200),
  colours: z.array(phrase).max(200),
  sizes: z.array(phrase).max(200),
});

/** What a prompt box offers to somebody who writes for a model that knows only so many words. */
export type PromptSuggestions = z.infer<typeof suggestionsSchema>;

/** @throws InferenceError BAD_MANIFEST */
export function parsePromptSuggestions(json: unknown): PromptSuggestions {
  const parsed = suggestionsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') || 'its top level';
  throw new InferenceError('BAD_MANIFEST', `The list of suggestions is wrong at ${where}.`);
}
