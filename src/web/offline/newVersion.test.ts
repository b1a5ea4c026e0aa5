import { expect, it, vi } from 'vitest';
import { entryOf, isReplaced, keepNewVersion, ownEntry } from '#web/offline/newVersion.ts';

const page = (script: string, status = 200) =>
  new Response(`<head><script type="module" crossorigin src="${script}"></script></head>`, { status });

it('entryOf finds the script that a page starts', () => {
  expect(entryOf('<link href="/a.js"><script type="module" crossorigin src="/assets/b.js"></script>')).toBe(
    '/assets/b.js',
  );
  expect(entryOf('<p>Room number?</p>')).toBeUndefined();
});

it.each([
  ['the same build', page('/assets/start-1.js'), false],
  ['another build', page('/assets/start-2.js'), true],
  ['a page of the network’s owner', new Response('<p>Room number?</p>'), false],
  ['trouble', page('/assets/start-2.js', 502), false],
])('isReplaced, when the site answers with %s', async (_, answer, expected) => {
  expect(await isReplaced('/assets/start-1.js', async () => answer)).toBe(expected);
});

it('isReplaced does not know while the site is away', async () => {
  const away = () => Promise.reject(new TypeError('Failed to fetch'));
  await expect(isReplaced('/assets/start-1.js', away)).rejects.toThrow(TypeError);
});

it('isReplaced asks the server itself, not what the browser has', async () => {
  const load = vi.fn(async (_path: string, _options: RequestInit) => page('/assets/start-1.js'));
  vi.stubGlobal('fetch', load);
  await isReplaced('/assets/start-1.js');
  expect(load).toHaveBeenCalledWith('/', { cache: 'no-cache' });
});

const scripts = (...addresses: string[]) =>
  ({
    querySelectorAll: () => addresses.map((src) => ({ getAttribute: () => src })),
  }) as unknown as Document;

it('ownEntry is the site’s own script, not one that an extension has put into the page', () => {
  expect(ownEntry(scripts('chrome-extension://abc/inject.js', '/assets/start-1.js'))).toBe(
    '/assets/start-1.js',
  );
  expect(ownEntry(scripts('chrome-extension://abc/inject.js'))).toBeUndefined();
});

it('keepNewVersion has the worker look for it', async () => {
  const update = vi.fn(async () => undefined);
  await keepNewVersion({ getRegistration: async () => ({ update }) as never });
  expect(update).toHaveBeenCalledOnce();
});

it.each([
  ['there is no worker', undefined],
  ['none was registered', { getRegistration: async () => undefined }],
  ['the browser tells of none', { getRegistration: () => Promise.reject(new DOMException('SecurityError')) }],
  [
    'the new one cannot be loaded',
    { getRegistration: async () => ({ update: () => Promise.reject(new TypeError('Failed')) }) as never },
  ],
])('keepNewVersion does nothing where %s', async (_, workers) => {
  await expect(keepNewVersion(workers)).resolves.toBeUndefined();
});
