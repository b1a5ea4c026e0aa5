import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { languageDetector } from 'hono/language';

/** Of pages whose file names no language. */
export const DEFAULT_LANGUAGE = 'en';
/** The reader's choice, as the page writes it (src/web/language/languageCookie.ts). */
const LANGUAGE_COOKIE = 'language';
/** The file of all addresses in its folder that have none of their own. */
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

/**
 * What the pages take for the name of one of many, by its folder. A model's is that of a folder of files.
 * @param models those that the site has
 */
const isName = (folder: string, name: string, models: ReadonlySet<string>): boolean =>
  folder === '/models' ? models.has(name) : (NAMES[folder]?.test(name) ?? false);

const NAMES: Readonly<Record<string, RegExp>> = {
  '/nodes': /^[1-9]\d{0,7}$/,
  '/cases': /^[1-9]\d{0,17}$/,
  '/trust/cases': /^[1-9]\d{0,17}$/,
  '/tasks': /^0x[\da-f]{64}$/i,
};

/** The ids of the models whose files the built page has. */
export async function readModels(folder: string): Promise<ReadonlySet<string>> {
  const models = join(folder, 'models');
  const entries = await readdir(models, { withFileTypes: true }).catch(() => []);
  return new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
}

/** The page of an address. The outermost `OTHER` says that there is no such page. */
export function pageAt(
  address: string,
  { pages, models }: { pages: WebPages; models: ReadonlySet<string> },
): { versions: PageVersions; status: 200 | 404 } {
  const own = pages.get(address);
  if (own !== undefined) return { versions: own, status: address === `/${OTHER}` ? 404 : 200 };
  const end = address.lastIndexOf('/');
  const folder = address.slice(0, end);
  const oneOfMany = folder === '' ? undefined : pages.get(`${folder}/${OTHER}`);
  if (oneOfMany !== undefined)
    return { versions: oneOfMany, status: isName(folder, address.slice(end + 1), models) ? 200 : 404 };
  const versions = pages.get(`/${OTHER}`);
  if (versions === undefined) throw new Error(`The built page has no ${OTHER}: build it again.`);
  return { versions, status: 404 };
}

/** Whether a page has a file of its own for this path. */
export function hasFile(path: string, pages: WebPages): boolean {
  const { address, language } = placeOf(path);
  const versions = pages.get(address);
  return versions !== undefined && (language === undefined || versions.has(language));
}

/** A language's tag may name a script or a country: `pt-BR`, `zh-Hant`. */
const FILE = /^(.*?)(?:\.([a-z]{2,3}(?:-[\dA-Za-z]{2,8})*))?\.html$/;

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
