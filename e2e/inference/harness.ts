import { wrap } from 'comlink';
import type { Harness } from './harness.worker.ts';

declare global {
  interface Window {
    /** The GPU client, inside a worker as in the miner. */
    harness: Harness;
  }
}

const worker = new Worker(new URL('./harness.worker.ts', import.meta.url), { type: 'module' });
window.harness = wrap<Harness>(worker) as unknown as Harness;
