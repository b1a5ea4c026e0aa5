import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Rollup } from 'vite';
import { expect, it, onTestFinished } from 'vitest';
import { keptAssets, keptBuild, SERVICE_WORKER } from '#tools/keptBuild.ts';

const chunk = (fileName: string, moduleIds: string[], imports: string[] = []) =>
  ({ type: 'chunk', fileName, moduleIds, imports }) as unknown as Rollup.OutputChunk;
const asset = (fileName: string) => ({ type: 'asset', fileName }) as unknown as Rollup.OutputAsset;

const keptOf = (...files: (Rollup.OutputChunk | Rollup.OutputAsset)[]) =>
  keptAssets(Object.fromEntries(files.map((file) => [file.fileName, file])));

const RAINBOW = '/x/node_modules/@rainbow-me/rainbowkit/dist';

it('keeps scripts, styles, messages and fonts of the pages', () => {
  const files = ['a/start.js', 'a/page.js', 'a/page.css', 'a/en-shell.json', 'a/serif.woff2'];
  const [start, page, ...others] = files;
  const kept = keptOf(chunk(start!, ['/x/src/a.ts']), chunk(page!, ['/x/src/b.ts']), ...others.map(asset));
  expect(kept).toEqual(files.sort());
});

it('leaves out what only mining needs, and keeps the worker that each page starts', () => {
  const engine = ['a/gpu.worker-1.js', 'a/miner.worker-1.js', 'a/ort-wasm.jspi-1.wasm', 'a/ort.jspi-1.mjs'];
  expect(keptOf(...engine.map(asset), asset('a/intl.worker-1.js'))).toEqual(['a/intl.worker-1.js']);
});

it('leaves out a wallet dialog’s languages and pictures, but not what is imported from among them', () => {
  const kept = keptOf(
    chunk('a/kit.js', ['/x/src/kit.ts', `${RAINBOW}/index.js`], ['a/part.js']),
    chunk('a/part.js', [`${RAINBOW}/part.js`]),
    chunk('a/ja_JP.js', [`${RAINBOW}/ja_JP.js`]),
  );
  expect(kept).toEqual(['a/kit.js', 'a/part.js']);
});

it('leaves out WalletConnect, with all that is in one file with it', () => {
  const library = [
    '/x/node_modules/events/events.js',
    '/x/node_modules/@walletconnect/core/dist/index.es.js',
  ];
  expect(keptOf(chunk('a/page.js', ['/x/src/b.ts']), chunk('a/wallets.js', library))).toEqual(['a/page.js']);
});

it('keeps what has no module of its own, such as what a build adds', () => {
  expect(keptOf(chunk('a/preload.js', []))).toEqual(['a/preload.js']);
});

it('leaves out itself', () => {
  expect(keptOf(chunk('service-worker.js', ['/x/src/serviceWorker.ts']))).toEqual([]);
});

const PAGE =
  '<link rel="icon" href="/icon.svg"><link rel="manifest" href="/manifest.webmanifest">' +
  '<script type="module" crossorigin src="/assets/start-1.js"></script>';

/** The list that the plugin puts before the worker's script, for a folder with these files. */
function listOf(change: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'kept-build-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const manifest = '{"icons":[{"src": "/icon.png"}]}';
  const files = ['index.html', 'mine/index.html', 'mine/index.ar.html', 'nodes/other.html'];
  const pages = Object.fromEntries(files.map((file) => [file, PAGE]));
  for (const [file, text] of Object.entries({ ...pages, 'manifest.webmanifest': manifest, ...change })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const plugin = keptBuild() as unknown as {
    configResolved(config: object): void;
    writeBundle(options: object, bundle: object): void;
  };
  plugin.configResolved({ build: { outDir: folder } });
  const worker = { ...chunk(SERVICE_WORKER, ['/x/src/serviceWorker.ts']), code: 'work();' };
  const start = chunk('assets/start-1.js', ['/x/src/main.ts']);
  plugin.writeBundle({}, { [SERVICE_WORKER]: worker, [start.fileName]: start });
  const [, list, code] = /^const BUILD = (.*);\n(.*)$/.exec(
    readFileSync(join(folder, SERVICE_WORKER), 'utf8'),
  )!;
  expect(code).toBe('work();');
  return JSON.parse(list!);
}

it('lists pages by their addresses, and what they and the manifest name', () => {
  expect(listOf()).toEqual({
    version: expect.stringMatching(/^[0-9a-f]{16}$/),
    ...{ entry: '/assets/start-1.js', assets: ['/assets/start-1.js'] },
    files: ['/network.json', '/icon.png', '/icon.svg', '/manifest.webmanifest'],
    pages: ['/', '/mine', '/mine/index.ar.html', '/nodes/other.html'],
    ...{ languages: ['en', 'ar'], languageCookie: 'language' },
  });
});

it('names another version where a page has changed, and the same where none has', () => {
  expect(listOf().version).toBe(listOf().version);
  expect(listOf({ 'mine/index.html': `${PAGE}<p>New</p>` }).version).not.toBe(listOf().version);
});

it('builds nothing with a page that starts another script: no browser would keep the build', () => {
  expect(() => listOf({ 'terms.html': '<p>Terms</p>' })).toThrow('terms.html');
});
