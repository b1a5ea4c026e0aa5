import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './tools/compressAssets.ts';
import { messageModules } from './tools/language/messageModules.ts';
import { preloadFont } from './tools/preloadFont.ts';
import { prerenderPages } from './tools/prerenderPages.ts';

/**
 * `vite build` makes the dApp of a public network, `vite build --mode devnet` the one with the built-in
 * devnet wallet. Which network it talks to is read at run time from /network.json.
 */
export default defineConfig({
  plugins: [messageModules(), react(), preloadFont(), prerenderPages(), compressAssets()],
  // The dApp and its libraries are written for React; Preact runs them from a tenth of the script.
  resolve: {
    alias: [
      { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
      { find: /^react-dom$/, replacement: 'preact/compat' },
      { find: /^react\/jsx-runtime$/, replacement: 'preact/compat/jsx-runtime' },
      { find: /^react$/, replacement: 'preact/compat' },
    ],
  },
  // zod would try `new Function`, which the page's Content-Security-Policy refuses and reports.
  define: { 'globalThis.__zod_globalConfig': '{ jitless: true }' },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    rolldownOptions: {
      output: {
        // One file for what every page needs: in a dozen of them it compresses worse, by the tenth part.
        codeSplitting: { groups: [{ name: 'shell', test: /\/src\/web\/main\.tsx$/ }] },
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
