import { pageFile } from '#web/language/pageFile.ts';
import {
  cacheNameOf,
  isFile,
  KEPT_ASSET,
  type KeepDeps,
  type KeptBuild,
  MATCH,
} from '#web/offline/keptBuild.ts';

/** How long a page waits for its server before the kept one is shown, in ms: a slow phone gets it sooner. */
export const PAGE_LIMIT_MS = 6_000;

/** A request, as far as the answer depends on it. */
export type Asked = Pick<Request, 'url' | 'method' | 'mode'>;

export interface AnswerDeps extends Pick<KeepDeps, 'caches'> {
  build: KeptBuild;
  /** The site's, such as `https://cuckoo.example`. */
  origin: string;
  /** The reader's language now. */
  language: () => Promise<string>;
}

/** Where all addresses of a folder that have no page of their own get theirs (src/devnet/webServer.ts). */
const OTHER = 'other.html';

/** How a file's address ends. A model's, as /models/qwen2.5-0.5b, may end in a dot and a number. */
const FILE_TYPE = /\.[a-z]\w*$/i;

/** The kept page of an address; undefined where it is a file's. */
export function pageOf(pathname: string, pages: readonly string[]): string | undefined {
  if (FILE_TYPE.test(pathname)) return undefined;
  const path = pathname.replace(/\/$/, '') || '/';
  if (pages.includes(path)) return path;
  for (let folder = path; folder !== ''; ) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    if (pages.includes(`${folder}/${OTHER}`)) return `${folder}/${OTHER}`;
  }
  return undefined;
}

/**
 * How a request of a page is answered.
 *
 * - A page comes from its server, and from what is kept where that does not answer: nobody sees an old
 *   version while there is a newer one.
 * - A file that is named by its content comes from what is kept. An open tab of an older version finds its
 *   files there, although its server has them no more.
 * - What else is kept, such as network.json, comes from the server, and is kept anew.
 * - All else is none of the worker's business: the chain, coordinators, models, the engine.
 * @returns undefined for the last ones
 */
export function answerTo(
  { url, method, mode }: Asked,
  { build, origin, caches, language }: AnswerDeps,
): ((load: () => Promise<Response>) => Promise<Response>) | undefined {
  const asked = new URL(url);
  if (method !== 'GET' || asked.origin !== origin) return undefined;
  const path = asked.pathname;
  const own = () => caches.open(cacheNameOf(build));
  const kept = (file: string) => readable(async () => (await own()).match(file, MATCH));
  if (mode === 'navigate') {
    const page = pageOf(path, build.pages);
    if (page === undefined) return undefined;
    const inLanguage = async () => {
      const file = pageFile(page, await language());
      return build.pages.includes(file) ? file : page;
    };
    return (load) => newest(load, async () => kept(await inLanguage()));
  }
  if (path.startsWith('/assets/')) {
    if (!KEPT_ASSET.test(path)) return undefined;
    return async (load) => (await readable(() => caches.match(path, MATCH))) ?? load();
  }
  if (!build.files.includes(path)) return undefined;
  const loadAndKeep = async (load: () => Promise<Response>) => {
    const answer = await load();
    const copy = answer.clone();
    const keep = async () => (await own()).put(path, copy);
    // A disk that is full keeps nothing from being read.
    if (isFile(answer)) await keep().catch(() => undefined);
    return answer;
  };
  return (load) =>
    newest(
      () => loadAndKeep(load),
      () => kept(path),
    );
}

/** What is kept, or nothing where the browser cannot read it: its server may still answer. */
const readable = (read: () => Promise<Response | undefined>): Promise<Response | undefined> =>
  read().catch(() => undefined);

/** The server's answer, or the kept one where it gives none, or only that it is in trouble. */
async function newest(
  load: () => Promise<Response>,
  kept: () => Promise<Response | undefined>,
): Promise<Response> {
  const coming = load();
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PAGE_LIMIT_MS));
  const answer = await Promise.race([coming.catch(() => undefined), late]);
  if (answer !== undefined && answer.status < 500) return answer;
  return (await kept()) ?? coming;
}
