import { wrap } from 'comlink';
import type { StoreHarness } from './storeHarness.worker.ts';

declare global {
  interface Window {
    /** The model store in a worker, as in the miner. */
    modelStore: StoreHarness;
  }
}

const worker = new Worker(new URL('./storeHarness.worker.ts', import.meta.url), {
  type: 'module',
  name: 'store',
});
window.modelStore = wrap<StoreHarness>(worker) as unknown as StoreHarness;
