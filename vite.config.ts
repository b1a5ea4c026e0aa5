import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './tools/compressAssets.ts';
import { keptBuild, SERVICE_WORKER } from './tools/keptBuild.ts';
import { messageModules } from './tools/language/messageModules.ts';
import { noJsonSchema } from './tools/noJsonSchema.ts';
import { preloadFont } from './tools/preloadFont.ts';
import { prerenderPages } from './tools/prerenderPages.ts';
import { auditFigures } from './tools/trust/auditFigures.ts';

/**
 * A file of what the same pages share has at least this much source, or is merged with another.
 * A larger one holds what some of its pages do not need.
 */
const SHARED_BYTES = 1_000;

/** In place of WalletConnect's own dialog. */
const NO_DIALOG = fileURLToPath(new URL('src/web/wallet/phone/noAppKit.ts', import.meta.url));

/** What every page has when it loads another one's scripts. */
const LOADED_BEFORE = /\/(index|start|rolldown-runtime|schema|chain|contracts|ui|shell)-/;

/** The service worker, among what is built. */
const WORKER = 'serviceWorker';

/**
 * `vite build` makes the dApp of a public network, `vite build --mode devnet` the one with the built-in
 * devnet wallet. Which network it talks to is read at run time from /network.json.
 */
export default defineConfig({
  plugins: [
    ...[noJsonSchema(), messageModules(), react(), preloadFont(), prerenderPages()],
    ...[auditFigures(), keptBuild(), compressAssets()],
  ],
  // The dApp and its libraries are written for React; Preact runs them from a tenth of the script.
  resolve: {
    alias: [
      { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
      { find: /^react-dom$/, replacement: 'preact/compat' },
      { find: /^react\/jsx-runtime$/, replacement: 'preact/compat/jsx-runtime' },
      { find: /^react$/, replacement: 'preact/compat' },
      { find: /^@reown\/appkit\/core$/, replacement: NO_DIALOG },
    ],
  },
  // zod would try `new Function`, which the page's Content-Security-Policy refuses and reports.
  define: { 'globalThis.__zod_globalConfig': '{ jitless: true }' },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    modulePreload: {
      // Browsers that run such scripts know these links.
      polyfill: false,
      resolveDependencies: (_file, files) => files.filter((file) => !LOADED_BEFORE.test(`/${file}`)),
    },
    rolldownOptions: {
      input: { index: 'index.html', [WORKER]: 'src/web/offline/serviceWorker.ts' },
      output: {
        entryFileNames: ({ name }) => (name === WORKER ? SERVICE_WORKER : 'assets/[name]-[hash].js'),
        // A group's name, without those of the pages that share it.
        chunkFileNames: ({ name }) => `assets/${name.split('~')[0]}-[hash].js`,
        // What every page needs, in as many files as tasks to run it in (src/web/app/loadInParts.ts), and
        // what several pages share, in few: small files compress worse, and each costs a request. A group
        // takes in what its files import.
        codeSplitting: {
          groups: [
            { name: 'start', test: /\/src\/web\/main\.ts$/, priority: 6 },
            { name: 'ui', test: /\/node_modules\/(preact|wouter)\//, priority: 5 },
            { name: 'schema', test: /\/node_modules\/zod\//, priority: 4 },
            { name: 'contracts', test: /\/src\/chain\/generated\//, priority: 3 },
            { name: 'chain', test: /\/src\/web\/network\/pageClient\.ts$/, priority: 2 },
            // With what nearly all pages have: else one that needs no more of it loads all that is shared.
            {
              name: 'shell',
              test: /\/src\/(web\/(app\/openApp|components\/(Notice|Figure|ExplorerLink|Badge)|action\/(ActionButton|keptFocus)|queries\/rereadChain|csv\/DownloadLink|money\/amount|paths\/(nodePath|casePath))|protocol\/(withinMs|answeredWithin))\.ts/,
              priority: 1,
            },
            {
              name: 'models',
              test: /\/src\/(inference\/|web\/catalogue\/|miner\/(models\/(byteSize|modelS(ite|toreError))|abortableSleep))/,
              minShareCount: 2,
              priority: 1,
            },
            // A page that only names models does not need what others speak to workers with.
            { name: 'workers', test: /\/src\/miner\//, minShareCount: 2, priority: 1 },
            // Of their own, or two files of what is shared would import each other.
            { name: 'api', test: /\/src\/web\/coordinator\/coordinatorApi\.ts$/, priority: 1 },
            // The wallet's script has it as well, and needs nothing else of what pages share.
            { name: 'dialog', test: /\/src\/web\/dialog\//, priority: 1 },
            { name: 'docs', test: /\/src\/web\/docs\/(DocLayout|percent|useTerms)\.tsx?$/, priority: 1 },
            { name: 'roster', test: /\/src\/web\/queries\/use(Coordinators|NodeNames)\.ts$/, priority: 1 },
            // Create needs it, and nothing of what else is shared among pages that send transactions.
            { name: 'standing', test: /\/src\/chain\/standing\.ts$/, priority: 1 },
            {
              ...{ name: 'shared', test: /\/src\//, minShareCount: 3 },
              ...{ entriesAware: true, entriesAwareMergeThreshold: SHARED_BYTES },
            },
          ],
        },
      },
      treeshake: {
        // It does not say so itself: where nothing of it is used, it can be left out.
        moduleSideEffects: [{ test: /\/node_modules\/cborg\//, sideEffects: false }],
      },
    },
  },
  // The tools' workers need packages of their own and are served by their own servers. Workers are not
  // scanned on the way from a page: what they import would be found late and reload it.
  optimizeDeps: { entries: ['index.html', 'e2e/**/*.html', '{src,e2e}/**/*.worker.ts'] },
  server: { port: 5173, strictPort: true },
  preview: { port: 5173, strictPort: true },
});
