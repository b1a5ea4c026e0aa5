import { pageFile } from '#web/language/pageFile.ts';

/** A build of the dApp that a browser keeps, to open it without a network (tools/keptBuild.ts). */
export interface KeptBuild {
  /** Names this build's cache. */
  version: string;
  /** The script that the HTML of each of its pages starts. */
  entry: string;
  /** Addresses of files that are named by their content, and so never change. */
  assets: readonly string[];
  /** Addresses of other files. */
  files: readonly string[];
  /**
   * Addresses of the pages' HTML; one that ends in `other.html` is of all addresses in its folder. Files such
   * as /mine/index.ar.html are the same pages in other languages.
   */
  pages: readonly string[];
  /** The pages' languages, the one for everybody else first. */
  languages: readonly string[];
  /** The cookie with the reader's choice of one. */
  languageCookie: string;
}

const PREFIX = 'cuckoo-build-';
export const cacheNameOf = ({ version }: Pick<KeptBuild, 'version'>): string => PREFIX + version;

export interface KeepDeps {
  caches: Pick<CacheStorage, 'keys' | 'open' | 'match' | 'delete'>;
  /** Loads a file of the site. */
  load: (path: string, cache: RequestCache) => Promise<Response>;
}

const keptNames = async (caches: KeepDeps['caches']): Promise<string[]> =>
  (await caches.keys()).filter((name) => name.startsWith(PREFIX));

/** What may be kept of the files that are named by their content: nothing of the engine. */
export const KEPT_ASSET = /\.(js|css|json|woff2)$/;

/** A compressed answer is as good as another. */
export const MATCH: CacheQueryOptions = { ignoreVary: true };

/**
 * Builds that are kept although they were replaced before their worker began: pages come from their server,
 * so a tab may have been opened with one and load more of it. 2 MB each.
 */
const PASSED_KEPT = 3;

/**
 * Loads a build into its cache. Files that an older build has too are not loaded again.
 * @throws TypeError where something is missing, or of another build: the site is being replaced just now, and
 * the browser tries again at a later visit
 */
export async function keepBuild(build: KeptBuild, { caches, load }: KeepDeps): Promise<void> {
  // The first is that of the worker at work, which deleted all others when it began. Those after it are of
  // versions that were replaced before they began.
  const [, ...passed] = (await keptNames(caches)).filter((name) => name !== cacheNameOf(build));
  await Promise.all(passed.slice(0, -PASSED_KEPT).map((name) => caches.delete(name)));
  const cache = await caches.open(cacheNameOf(build));
  await Promise.all([
    ...build.assets.map(async (path) => {
      const answer = (await caches.match(path, MATCH)) ?? (await load(path, 'default'));
      await cache.put(path, wanted(path, answer));
    }),
    ...build.files.map(async (path) => cache.put(path, wanted(path, await load(path, 'no-cache')))),
    ...build.pages.map(async (path) => {
      // At its address the server would send a page in the language of this moment's reader.
      const answer = await load(pageFile(path), 'no-cache');
      const html = await answer.clone().text();
      if (!html.includes(`"${build.entry}"`)) throw new TypeError(`${path} is of another build.`);
      // A browser refuses a page from a worker that was redirected to it.
      await cache.put(path, answer.redirected ? new Response(answer.body, answer) : answer);
    }),
  ]);
}

/**
 * Whether an answer is a file. Many servers answer with a page, as if all were well, for a file that they do
 * not have: kept under its name, it would break the dApp until the browser's data is deleted.
 */
export const isFile = ({ ok, headers }: Response): boolean =>
  ok && !/^text\/html\b/i.test(headers.get('content-type') ?? '');

function wanted(path: string, answer: Response): Response {
  if (isFile(answer)) return answer;
  throw new TypeError(`${path}: the server answered ${answer.status}, and not with a file.`);
}

/** Deletes all builds but this one. No page of another is open any more. */
export async function deleteOthers(build: KeptBuild, caches: KeepDeps['caches']): Promise<void> {
  const others = (await keptNames(caches)).filter((name) => name !== cacheNameOf(build));
  await Promise.all(others.map((name) => caches.delete(name)));
}
