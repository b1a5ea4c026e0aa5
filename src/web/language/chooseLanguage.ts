import { languages } from 'virtual:messages';
import { z } from 'zod';
import { keptValue } from '#web/storage/keptValue.ts';

/** A language's tag, such as `ar`: the name of its file in `src/web/messages`. */
export type LanguageTag = string;

export const DEFAULT_LANGUAGE: LanguageTag = 'en';

/** The languages by their own names. */
export const LANGUAGES = Object.entries(languages).map(([tag, { name }]) => ({ tag, name }));

/** The reader's own choice. */
export const keptLanguage = keptValue(() => localStorage, 'cuckoo.language', z.string());

/**
 * The reader's choice, or else the first of the browser's languages that the page has.
 * @param wanted the browser's languages, the most wanted first, such as `ar-EG`
 */
export function chooseLanguage(kept: string | undefined, wanted: readonly string[]): LanguageTag {
  const primary = wanted.map((tag) => tag.split('-')[0]!.toLowerCase());
  const tags = [...(kept === undefined ? [] : [kept]), ...primary];
  return tags.find((tag) => Object.hasOwn(languages, tag)) ?? DEFAULT_LANGUAGE;
}
