import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { languageDetector } from 'hono/language';

/** Of pages whose file names no language. */
export const DEFAULT_LANGUAGE = 'en';
/** The reader's choice, as the page writes it (src/web/language/languageCookie.ts). */
const LANGUAGE_COOKIE = 'language';
/** The file of all addresses in its folder and below that have none of their own. */
const OTHER = 'other.html';

/** A page's HTML by its language. */
export type PageVersions = ReadonlyMap<string, string>;
/** The built pages by their address. */
export type WebPages = ReadonlyMap<string, PageVersions>;

/** Reads the built pages: mine/index.html, and mine/index.ar.html for the same in another language. */
export async function readPages(folder: string): Promise<WebPages> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.html'));
  const pages = new Map<string, Map<string, string>>();
  for (const file of files) {
    const { address, language = DEFAULT_LANGUAGE } = placeOf(`/${file}`);
    const versions = pages.get(address) ?? new Map<string, string>();
    pages.set(address, versions.set(language, await readFile(join(folder, file), 'utf8')));
  }
  return pages;
}

/** By the reader's choice, or else by what the browser asks for. */
export const detectLanguage = (pages: WebPages) =>
  languageDetector({
    supportedLanguages: [
      DEFAULT_LANGUAGE,
      ...new Set([...pages.values()].flatMap((page) => [...page.keys()])),
    ],
    fallbackLanguage: DEFAULT_LANGUAGE,
    ...{ order: ['cookie', 'header'], lookupCookie: LANGUAGE_COOKIE, caches: false },
  });

/** The page of an address. The outermost `OTHER` says that there is no such page. */
export function pageAt(address: string, pages: WebPages): { versions: PageVersions; status: 200 | 404 } {
  const own = pages.get(address);
  if (own !== undefined) return { versions: own, status: address === `/${OTHER}` ? 404 : 200 };
  for (let folder = parentOf(address); ; folder = parentOf(folder)) {
    const versions = pages.get(`${folder}/${OTHER}`);
    if (versions !== undefined) return { versions, status: folder === '' ? 404 : 200 };
    if (folder === '') throw new Error(`The built page has no ${OTHER}: build it again.`);
  }
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** Whether a page has a file of its own for this path. */
export function hasFile(path: string, pages: WebPages): boolean {
  const { address, language } = placeOf(path);
  const versions = pages.get(address);
  return versions !== undefined && (language === undefined || versions.has(language));
}

const FILE = /^(.*?)(?:\.([a-z]{2,3}))?\.html$/;

/**
 * A page's address, however it is written: /mine for /mine/, /mine/index.html and /mine/%69ndex.html. A path
 * that names a file names its language too.
 */
export function placeOf(path: string): { address: string; language?: string } {
  const whole = decoded(path);
  const [, file, language = DEFAULT_LANGUAGE] = FILE.exec(whole) ?? [];
  const address = (file === undefined ? whole : `${file}.html`).replace(/\/(index\.html)?$/, '') || '/';
  return file === undefined ? { address } : { address, language };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
