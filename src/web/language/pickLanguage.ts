/**
 * The reader's choice, or else the first of the browser's languages that the page has.
 * @param tags the page's languages, the one for everybody else first
 * @param kept the reader's choice
 * @param wanted the browser's languages, the most wanted first, such as `ar-EG`
 */
export function pickLanguage(tags: readonly string[], kept: unknown, wanted: readonly string[]): string {
  const primary = wanted.map((tag) => tag.split('-')[0]!.toLowerCase());
  return [kept, ...primary].find((tag): tag is string => tags.includes(tag as string)) ?? tags[0]!;
}

/** The reader's choice in localStorage, as JSON. */
export const LANGUAGE_KEY = 'cuckoo.language';
