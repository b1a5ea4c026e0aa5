import type { Rollup } from 'vite';
import { expect, it } from 'vitest';
import { keptAssets } from '#tools/keptBuild.ts';

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

it('leaves out itself', () => {
  expect(keptOf(chunk('service-worker.js', ['/x/src/serviceWorker.ts']))).toEqual([]);
});
