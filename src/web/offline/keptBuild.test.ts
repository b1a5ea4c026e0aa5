import { beforeEach, expect, it, vi } from 'vitest';
import { deleteOthers, type KeptBuild, keepBuild } from '#web/offline/keptBuild.ts';
import { MemoryCaches } from '#web/offline/testing/memoryCaches.ts';

const BUILD: KeptBuild = {
  ...{ version: 'new', entry: '/assets/start-2.js' },
  ...{ assets: ['/assets/start-2.js', '/assets/same-1.js'], files: ['/network.json'] },
  pages: ['/', '/index.ar.html', '/other.html'],
  ...{ languages: ['en', 'ar'], languageCookie: 'language' },
};
const OWN = 'cuckoo-build-new';
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const PAGE = '<script type="module" src="/assets/start-2.js"></script>';

let caches: MemoryCaches;
/** What the site answers. */
let site: Record<string, Response>;
let loaded: string[];

const load = async (path: string, cache: RequestCache) => {
  loaded.push(`${path} ${cache}`);
  return site[path]!;
};

beforeEach(() => {
  caches = new MemoryCaches();
  loaded = [];
  site = {
    '/assets/start-2.js': new Response('start'),
    '/assets/same-1.js': new Response('same'),
    '/network.json': new Response('{}'),
    '/index.html': new Response(PAGE),
    '/index.ar.html': new Response(PAGE),
    // It says that there is no such page.
    '/other.html': new Response(PAGE, { status: 404 }),
  };
});

it('keeps every file and every page of the build', async () => {
  await keepBuild(BUILD, { caches, load });
  const kept = [...caches.content.get(OWN)!.keys()];
  expect(kept.sort()).toEqual([...BUILD.assets, ...BUILD.files, ...BUILD.pages].sort());
  expect(await caches.textOf(OWN, '/')).toBe(PAGE);
  expect(caches.content.get(OWN)!.get('/other.html')!.status).toBe(404);
});

it('keeps a page that the server redirected as one that was not: a browser refuses others', async () => {
  const redirected = Object.defineProperty(new Response(PAGE), 'redirected', { value: true });
  site['/index.html'] = redirected;
  await keepBuild(BUILD, { caches, load });
  const kept = caches.content.get(OWN)!.get('/')!;
  expect([kept.redirected, await kept.text()]).toEqual([false, PAGE]);
});

it('asks the server for what may have changed, and for nothing that an older build has already', async () => {
  await caches.keep('cuckoo-build-old', { '/assets/same-1.js': 'same' });
  await keepBuild(BUILD, { caches, load });
  expect(loaded.sort()).toEqual([
    '/assets/start-2.js default',
    '/index.ar.html no-cache',
    '/index.html no-cache',
    '/network.json no-cache',
    '/other.html no-cache',
  ]);
  expect(await caches.textOf(OWN, '/assets/same-1.js')).toBe('same');
});

it.each([
  ['a page is of another build', '/index.html', new Response('<script src="/assets/start-3.js">')],
  ['a script is missing', '/assets/start-2.js', new Response('none', { status: 404 })],
  ['the network is not described', '/network.json', new Response('none', { status: 500 })],
  ['a page comes instead of a script', '/assets/start-2.js', new Response(PAGE, { headers: HTML })],
  ['a page comes instead of a description', '/network.json', new Response(PAGE, { headers: HTML })],
])('fails while %s', async (_, path, answer) => {
  site[path] = answer;
  await expect(keepBuild(BUILD, { caches, load })).rejects.toThrow(TypeError);
});

it('keeps a page that its server redirects to as one that it answered itself', async () => {
  const answer = new Response(PAGE);
  Object.defineProperty(answer, 'redirected', { value: true });
  site['/'] = answer;
  await keepBuild(BUILD, { caches, load });
  const kept = caches.content.get(OWN)!.get('/')!;
  expect([kept.redirected, await kept.text()]).toEqual([false, PAGE]);
});

it('deletes builds that were replaced before they began but the last few, not the one at work, nor what is not its own', async () => {
  const names = ['1', '2', '3', '4', '5'].map((version) => `cuckoo-build-${version}`);
  for (const name of ['wallet', 'cuckoo-build-old', ...names]) await caches.keep(name, {});
  await keepBuild(BUILD, { caches, load });
  expect(await caches.keys()).toEqual(['wallet', 'cuckoo-build-old', ...names.slice(2), OWN]);
});

it('goes on with what an attempt before has loaded', async () => {
  for (const name of ['cuckoo-build-old', OWN, 'cuckoo-build-1', 'cuckoo-build-2', 'cuckoo-build-3'])
    await caches.keep(name, {});
  const removed = vi.spyOn(caches, 'delete');
  await keepBuild(BUILD, { caches, load });
  expect(removed).not.toHaveBeenCalled();
});

it('keeps the files of a tab that was opened with the version before, which has not begun', async () => {
  await caches.keep('cuckoo-build-at-work', {});
  await caches.keep('cuckoo-build-of-the-tab', { '/assets/page-1.js': 'of the tab' });
  await keepBuild(BUILD, { caches, load });
  expect(await (await caches.match('/assets/page-1.js'))?.text()).toBe('of the tab');
});

it('deletes the builds before it once it begins', async () => {
  for (const name of ['wallet', 'cuckoo-build-old', OWN]) await caches.keep(name, {});
  await deleteOthers(BUILD, caches);
  expect(await caches.keys()).toEqual(['wallet', OWN]);
});
