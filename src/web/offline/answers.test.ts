import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerTo, PAGE_LIMIT_MS, pageOf } from '#web/offline/answers.ts';
import type { KeptBuild } from '#web/offline/keptBuild.ts';
import { MemoryCaches } from '#web/offline/testing/memoryCaches.ts';

const SITE = 'https://cuckoo.example';
const BUILD: KeptBuild = {
  ...{ version: '2', entry: '/assets/start-2.js', assets: ['/assets/start-2.js'] },
  ...{ files: ['/network.json'], languages: ['en', 'ar'], languageCookie: 'language' },
  pages: [
    '/',
    '/mine',
    '/mine/index.ar.html',
    '/nodes',
    '/nodes/other.html',
    '/models/other.html',
    '/other.html',
  ],
};
const OWN = 'cuckoo-build-2';

let caches: MemoryCaches;
let language: string;
beforeEach(async () => {
  caches = new MemoryCaches();
  language = 'en';
  await caches.keep('cuckoo-build-1', { '/assets/page-1.js': 'of the version before' });
  await caches.keep(OWN, {
    ...{ '/': 'kept start', '/mine': 'kept mine', '/nodes/other.html': 'kept node' },
    '/mine/index.ar.html': 'kept mine in Arabic',
    ...{ '/other.html': 'kept other', '/assets/start-2.js': 'kept script', '/network.json': 'kept network' },
  });
});

const ask = (path: string, more: { mode?: RequestMode; method?: string } = {}) =>
  answerTo(
    { url: new URL(path, SITE).href, method: 'GET', mode: 'navigate', ...more },
    { build: BUILD, origin: SITE, caches, language: async () => language },
  );
/** As where the disk has failed, or the browser's data is damaged. */
function breakCaches(): void {
  vi.spyOn(caches, 'open').mockRejectedValue(new DOMException('UnknownError'));
  vi.spyOn(caches, 'match').mockRejectedValue(new DOMException('UnknownError'));
}
const online = async () => new Response('from the server');
const offline = () => Promise.reject(new TypeError('Failed to fetch'));
const textOf = async (answer: Promise<Response> | undefined) => (await answer)?.text();

describe('pageOf', () => {
  it.each([
    ['/', '/'],
    ['/mine', '/mine'],
    ['/mine/', '/mine'],
    ['/nodes/7', '/nodes/other.html'],
    ['/nodes/7/more', '/nodes/other.html'],
    ['/nowhere', '/other.html'],
    ['/mine/deeper', '/other.html'],
    ['/models/qwen2.5-0.5b', '/models/other.html'],
    ['/models/draw/card.md', undefined],
    ['/service-worker.js', undefined],
  ])('the page of %s is %s', (path, page) => {
    expect(pageOf(path, BUILD.pages)).toBe(page);
  });

  it('knows no page where none is kept', () => {
    expect(pageOf('/mine', [])).toBeUndefined();
  });
});

describe('a page', () => {
  it('comes from its server, so that nobody sees an old one', async () => {
    expect(await textOf(ask('/mine')!(online))).toBe('from the server');
  });

  it.each([
    ['/', 'kept start'],
    ['/mine?a=1', 'kept mine'],
    ['/nodes/7', 'kept node'],
    ['/nowhere', 'kept other'],
  ])('at %s is the kept one without a network', async (path, text) => {
    expect(await textOf(ask(path)!(offline))).toBe(text);
  });

  it.each([
    ['/mine', 'ar', 'kept mine in Arabic'],
    ['/mine', 'en', 'kept mine'],
    // A build with fewer languages.
    ['/', 'ar', 'kept start'],
  ])('%s is the kept one in the reader’s language, %s', async (path, tag, text) => {
    language = tag;
    expect(await textOf(ask(path)!(offline))).toBe(text);
  });

  it('is the kept one where the server is in trouble, and the answer that there is no such page is not', async () => {
    const answering = (status: number) => async () => new Response(String(status), { status });
    expect(await textOf(ask('/mine')!(answering(502)))).toBe('kept mine');
    expect(await textOf(ask('/mine')!(answering(500)))).toBe('kept mine');
    expect(await textOf(ask('/mine')!(answering(404)))).toBe('404');
  });

  it('fails as without a worker where nothing is kept', async () => {
    caches.content.clear();
    await expect(ask('/mine')!(offline)).rejects.toThrow('Failed to fetch');
    const trouble = async () => new Response('trouble', { status: 502 });
    expect(await textOf(ask('/mine')!(trouble))).toBe('trouble');
  });

  it('is the server’s answer, whatever it is, where the browser cannot read what it keeps', async () => {
    breakCaches();
    expect(await textOf(ask('/mine')!(async () => new Response('trouble', { status: 502 })))).toBe('trouble');
    await expect(ask('/mine')!(offline)).rejects.toThrow('Failed to fetch');
  });
});

describe('a server that does not answer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is waited for as long as said, and no longer', async () => {
    let text: string | undefined;
    void textOf(ask('/mine')!(() => new Promise(() => undefined))).then((kept) => {
      text = kept;
    });
    await vi.advanceTimersByTimeAsync(PAGE_LIMIT_MS - 1);
    expect(text).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(text).toBe('kept mine');
  });
});

describe('a file', () => {
  const script = (path: string) => ask(path, { mode: 'cors' });

  it('that is named by its content is not asked for again, of this version or of one before', async () => {
    expect(await textOf(script('/assets/start-2.js')!(offline))).toBe('kept script');
    expect(await textOf(script('/assets/page-1.js')!(offline))).toBe('of the version before');
    expect(await textOf(script('/assets/page-3.js')!(online))).toBe('from the server');
  });

  it('that is named by its content comes from the server where the browser cannot read what it keeps', async () => {
    breakCaches();
    expect(await textOf(script('/assets/start-2.js')!(online))).toBe('from the server');
  });

  it('is found whatever its server says that it depends on', async () => {
    const match = vi.spyOn(caches, 'match');
    await script('/assets/start-2.js')!(offline);
    expect(match).toHaveBeenCalledWith('/assets/start-2.js', { ignoreVary: true });
  });

  it('is not kept where the server answers with a page instead', async () => {
    const page = async () =>
      new Response('<p>Room number?</p>', { headers: { 'content-type': 'text/html' } });
    expect(await textOf(script('/network.json')!(page))).toBe('<p>Room number?</p>');
    expect(await caches.textOf(OWN, '/network.json')).toBe('kept network');
  });

  it('of another kind comes from the server, and is kept for when that is away', async () => {
    expect(await textOf(script('/network.json')!(online))).toBe('from the server');
    expect(await textOf(script('/network.json')!(offline))).toBe('from the server');
    expect(await caches.textOf(OWN, '/network.json')).toBe('from the server');
  });

  it('is not kept when the server refuses it, and is given when the disk is full', async () => {
    const refusing = async () => new Response('none', { status: 404 });
    expect(await textOf(script('/network.json')!(refusing))).toBe('none');
    expect(await caches.textOf(OWN, '/network.json')).toBe('kept network');
    vi.spyOn(caches, 'open').mockRejectedValue(new Error('QuotaExceededError'));
    expect(await textOf(script('/network.json')!(online))).toBe('from the server');
  });

  it.each([
    ['a model', '/models/icons128/unet.onnx'],
    ['the list of models', '/models/catalogue.json'],
    ['the engine', '/assets/ort-wasm-simd-threaded.jspi-CZz.wasm'],
    ['the engine’s script', '/assets/ort-wasm-simd-threaded.jspi-Dvz.mjs'],
    ['the API of a coordinator at this address', '/v1/network'],
    ['the worker itself', '/service-worker.js'],
    ['another site', 'https://chain.example/assets/start-2.js'],
  ])('is left alone: %s', (_, path) => {
    expect(script(path)).toBeUndefined();
  });

  it('is left alone when something is sent', () => {
    expect(ask('/network.json', { mode: 'cors', method: 'POST' })).toBeUndefined();
    expect(ask('/mine', { method: 'POST' })).toBeUndefined();
  });
});
