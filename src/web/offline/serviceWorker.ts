import { answerTo } from '#web/offline/answers.ts';
import { deleteOthers, type KeptBuild, keepBuild } from '#web/offline/keptBuild.ts';
import { readerLanguage } from '#web/offline/readerLanguage.ts';

/**
 * Opens the dApp without a network. A new version waits until no tab of the one before is open, and none is
 * hurried: a tab may be mining. Nobody waits for it, since pages come from their server.
 */

/** The build puts it before this script (tools/keptBuild.ts). */
declare const BUILD: KeptBuild;

/** What a service worker is given, which the pages' types lack. */
interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends LifeEvent {
  request: Request;
  /** The answer to a page's request that the browser sent while this worker started. */
  preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  registration: ServiceWorkerRegistration;
  clients: { claim(): Promise<void> };
  /** Older browsers lack it. */
  cookieStore?: CookieStore;
  addEventListener(type: 'install' | 'activate', act: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', act: (event: FetchEvent) => void): void;
}
const scope = self as unknown as Scope;

scope.addEventListener('install', (event) => {
  event.waitUntil(keepBuild(BUILD, { caches, load: (path, cache) => fetch(path, { cache }) }));
});

scope.addEventListener('activate', (event) => {
  const begin = async () => {
    await deleteOthers(BUILD, caches);
    // Older browsers lack it.
    await (scope.registration.navigationPreload as NavigationPreloadManager | undefined)?.enable();
    await scope.clients.claim();
  };
  event.waitUntil(begin());
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const cookies = scope.cookieStore;
  const language = () => readerLanguage({ build: BUILD, cookies, wanted: navigator.languages });
  const answer = answerTo(request, { build: BUILD, origin: location.origin, caches, language });
  const load = async () => (await event.preloadResponse) ?? fetch(request);
  if (answer !== undefined) event.respondWith(answer(load));
});
