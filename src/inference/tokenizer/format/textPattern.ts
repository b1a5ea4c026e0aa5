import { z } from 'zod';

/** What a component of a `tokenizer.json` looks for: a text, or a regular expression of Oniguruma. */
export const textPattern = z.union([
  z.strictObject({ String: z.string().min(1) }),
  z.strictObject({ Regex: z.string().min(1) }),
]);
export type TextPattern = z.infer<typeof textPattern>;

/** A component that the library computes. */
export type Component = Readonly<Record<string, unknown>>;

/** The regular expression of a pattern. */
export const regexOf = (pattern: TextPattern): string =>
  'Regex' in pattern ? pattern.Regex : pattern.String.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** JavaScript's replacements give `$` a meaning, and those of a `tokenizer.json` do not. */
export const literalReplacement = (content: string): string => content.replaceAll('$', '$$$$');
