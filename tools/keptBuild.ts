import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, ResolvedConfig, Rollup } from 'vite';
import { readMessageFiles } from '#tools/language/messageFiles.ts';
import { LANGUAGE_COOKIE } from '#web/language/languageCookie.ts';
import { KEPT_ASSET, type KeptBuild } from '#web/offline/keptBuild.ts';
import { entryOf } from '#web/offline/newVersion.ts';

/** Its address stays: a browser looks for a newer one there. */
export const SERVICE_WORKER = 'service-worker.js';

/**
 * Tells the service worker (src/web/offline/serviceWorker.ts) which files its build has. Written by hand:
 * Workbox would bring its own loading of pages, kept ones first, Babel and Rollup to build it, and a second
 * list of what a page loads.
 */
export function keptBuild(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'kept-build',
    apply: 'build',
    configResolved: (resolved) => {
      config = resolved;
    },
    // After the pages are written, and before they are compressed.
    writeBundle: (_options, bundle) => {
      const folder = config.build.outDir;
      const worker = bundle[SERVICE_WORKER];
      if (worker?.type !== 'chunk' || worker.imports.length > 0)
        throw new Error('The service worker is not built, or not in one file.');
      const build = buildOf(bundle, folder, worker.code);
      writeFileSync(join(folder, SERVICE_WORKER), `const BUILD = ${JSON.stringify(build)};\n${worker.code}`);
    },
  };
}

/** A part of it tells two builds apart. */
const VERSION_LENGTH = 16;

function buildOf(bundle: Rollup.OutputBundle, folder: string, code: string): KeptBuild {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const html = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.html'),
  );
  const index = read('index.html');
  const entry = entryOf(index);
  if (entry === undefined) throw new Error('The built index.html starts no script.');
  const kept = {
    entry,
    assets: keptAssets(bundle).map((file) => `/${file}`),
    files: ['/network.json', ...linkedFiles(index, read('manifest.webmanifest'))],
    pages: html.map(pageAddress).sort(),
    languages: [...readMessageFiles().keys()],
    languageCookie: LANGUAGE_COOKIE,
  };
  // A browser keeps no page of another build (src/web/offline/keptBuild.ts), and so would keep nothing.
  const other = html.find((file) => !read(file).includes(`"${entry}"`));
  if (other !== undefined) throw new Error(`The built ${other} does not start ${entry}.`);
  const hash = createHash('sha256').update(code).update(JSON.stringify(kept));
  for (const file of html.sort()) hash.update(read(file));
  return { version: hash.digest('hex').slice(0, VERSION_LENGTH), ...kept };
}

/** `mine/index.html` is at /mine, and `nodes/other.html` at its own address. */
const pageAddress = (file: string): string => `/${file}`.replace(/\/index\.html$/, '') || '/';

/** Pictures of the app, and what describes it to the browser. */
function linkedFiles(html: string, manifest: string): string[] {
  const linked = [...html.matchAll(/<link rel="(?:icon|apple-touch-icon|manifest)" href="([^"]+)"/g)];
  const named = [...manifest.matchAll(/"src": "([^"]+)"/g)];
  return [...new Set([...linked, ...named].map(([, address]) => address!))].sort();
}

/** RainbowKit's languages and its pictures of wallets: nobody connects one without a network. */
const NEEDLESS = /\/node_modules\/@rainbow-me\//;
/** Whatever is in one file with it: nobody reaches a wallet on a phone without a network. */
const WALLET_CONNECT = /\/node_modules\/@walletconnect\//;
/** The one worker that a page starts; the others mine. */
const PAGE_WORKER = /\bintl\.worker\b/;

/**
 * Scripts, styles, messages and fonts of the pages.
 * @returns their places in the built folder
 */
export function keptAssets(bundle: Rollup.OutputBundle): string[] {
  const kept = new Set<string>();
  const add = (file: string): void => {
    const chunk = bundle[file];
    if (kept.has(file) || chunk?.type !== 'chunk') return;
    kept.add(file);
    for (const imported of chunk.imports) add(imported);
  };
  for (const file of Object.values(bundle)) {
    if (file.type === 'chunk') {
      const { moduleIds } = file;
      const isNeedless =
        (moduleIds.length > 0 && moduleIds.every((id) => NEEDLESS.test(id))) ||
        moduleIds.some((id) => WALLET_CONNECT.test(id));
      if (file.fileName !== SERVICE_WORKER && !isNeedless) add(file.fileName);
    } else if (KEPT_ASSET.test(file.fileName)) {
      if (!file.fileName.endsWith('.js') || PAGE_WORKER.test(file.fileName)) kept.add(file.fileName);
    }
  }
  return [...kept].sort();
}
