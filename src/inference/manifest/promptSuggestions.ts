import { z } from 'zod';
import { manifestError } from '#inference/manifest/manifestError.ts';

/** A word or phrase of the model's vocabulary, as a person would write it. */
const phrase = z.string().min(1).max(80);

/** A vocabulary has thousands of things, but few styles, colours and sizes. */
const suggestionsSchema = z.strictObject({
  things: z.array(phrase).max(5_000),
  styles: z.array(phrase).max(200),
  colours: z.array(phrase).max(200),
  sizes: z.array(phrase).max(200),
});

/** Suggestions for a prompt box whose model knows a limited vocabulary. */
export type PromptSuggestions = z.infer<typeof suggestionsSchema>;

/**
 * @throws InferenceError BAD_MANIFEST
 * @example
 * const suggestions = parsePromptSuggestions(await response.json());
 */
export function parsePromptSuggestions(json: unknown): PromptSuggestions {
  const parsed = suggestionsSchema.safeParse(json);
  if (!parsed.success) throw manifestError('list of suggestions', parsed.error);
  return parsed.data;
}
