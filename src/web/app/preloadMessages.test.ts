import { expect, it, vi } from 'vitest';
import { preloadMessages } from '#web/app/preloadMessages.ts';
import { keptLanguage } from '#web/language/chooseLanguage.ts';
import { LANGUAGE_KEY } from '#web/language/pickLanguage.ts';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

/** What is preloaded on a page that lists these files. */
function preloaded(storage: () => Pick<Storage, 'getItem'>, wanted: string[], lists = LISTS): string[] {
  const links: { rel: string; as: string; crossOrigin: string; href: string }[] = [];
  const page = {
    querySelectorAll: () => Object.entries(lists).map(([lang, content]) => ({ lang, content })),
    createElement: () => ({}),
    head: { append: (link: (typeof links)[number]) => links.push(link) },
  } as unknown as Document;
  preloadMessages(page, storage, wanted);
  return links.map(({ href, ...rest }) => {
    // Otherwise than a fetch of one's own origin asks for it, the file would be loaded twice.
    expect(rest).toEqual({ rel: 'preload', as: 'fetch', crossOrigin: 'anonymous' });
    return href;
  });
}

const LISTS: Record<string, string> = { en: '/en-shell.json /en-start.json', ar: '/ar-shell.json' };
const [ENGLISH, ARABIC] = [['/en-shell.json', '/en-start.json'], ['/ar-shell.json']];

it.each<[string, string | null, string[], string[]]>([
  ['the browser’s language', null, ['fr', 'ar-EG', 'en'], ARABIC],
  ['a language that the browser writes in capitals', null, ['AR'], ARABIC],
  ['English for a browser that wants neither', null, ['fr'], ENGLISH],
  ['the reader’s own choice', '"ar"', ['en-GB'], ARABIC],
  ['the browser’s language in place of a choice that is none', '"xx"', ['ar'], ARABIC],
  ['the browser’s language where what was kept is broken', '{', ['ar'], ARABIC],
])('preloads messages in %s, and in no other', (_, kept, wanted, files) => {
  const storage = memoryStorage();
  if (kept !== null) storage.setItem(LANGUAGE_KEY, kept);
  expect(preloaded(() => storage, wanted)).toEqual(files);
});

it('reads a choice as the language switch keeps it', () => {
  const storage = memoryStorage();
  vi.stubGlobal('localStorage', storage);
  keptLanguage.write('ar');
  expect(preloaded(() => storage, ['en'])).toEqual(ARABIC);
});

it('goes by the browser where storage is forbidden', () => {
  const forbidden = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  expect(preloaded(forbidden, ['ar'])).toEqual(ARABIC);
});

it('preloads nothing on a page that lists nothing', () => {
  expect(preloaded(memoryStorage, ['ar'], {})).toEqual([]);
});
