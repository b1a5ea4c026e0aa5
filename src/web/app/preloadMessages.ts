import { LANGUAGE_KEY, pickLanguage } from '#web/language/pickLanguage.ts';

/** The name of an element in a page's HTML that lists the files of what it says in one language. */
export const MESSAGES_META = 'messages';

/**
 * Begins to load what the page says in the reader's language: only the browser knows which one that is
 * (tools/prerenderPages.ts). The development server's page lists no files.
 * @example preloadMessages(document, () => localStorage, navigator.languages);
 */
export function preloadMessages(
  page: Document,
  storage: () => Pick<Storage, 'getItem'>,
  wanted: readonly string[],
): void {
  const lists = [...page.querySelectorAll<HTMLMetaElement>(`meta[name=${MESSAGES_META}]`)];
  if (lists.length === 0) return;
  const tags = lists.map(({ lang }) => lang);
  const language = pickLanguage(tags, keptIn(storage), wanted);
  const files = lists.find(({ lang }) => lang === language)?.content.split(' ') ?? [];
  for (const href of files) {
    const link = page.createElement('link');
    page.head.append(Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href }));
  }
}

/** As `keptLanguage` reads it, without the schemas that this first script has no room for. */
function keptIn(storage: () => Pick<Storage, 'getItem'>): unknown {
  try {
    return JSON.parse(storage().getItem(LANGUAGE_KEY) ?? 'null');
  } catch {
    return null;
  }
}
