import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './tools/compressAssets.ts';

/**
 * `vite build` makes the dApp of a public network, `vite build --mode devnet` the one with the built-in
 * devnet wallet. Which network it talks to is read at run time from /network.json.
 */
export default defineConfig({
  plugins: [react(), compressAssets()],
  worker: { format: 'es' },
  build: { target: 'es2023' },
  // The tools' workers need packages of their own and are served by their own servers. Workers are not
  // scanned on the way from a page: what they import would be found late and reload it.
  optimizeDeps: { entries: ['index.html', 'e2e/**/*.html', '{src,e2e}/**/*.worker.ts'] },
  server: { port: 5173, strictPort: true },
  preview: { port: 5173, strictPort: true },
});
