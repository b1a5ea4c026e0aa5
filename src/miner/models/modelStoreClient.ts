import type { StoreProgress } from '#miner/models/modelStore.ts';
import type { StoreSurvey, StoreWorkerApi } from '#miner/models/storeProtocol.ts';
import { WorkerLink } from '#miner/rpc/workerLink.ts';

/**
 * The page's handle on the model files of this device. Its calls reject with a `CodedError` that has a
 * `ModelStoreErrorCode`, or BAD_MANIFEST.
 */
export class ModelStoreClient {
  readonly #worker = new WorkerLink<StoreWorkerApi>({
    create: () =>
      new Worker(new URL('./store.worker.ts', import.meta.url), { type: 'module', name: 'store' }),
    open: (worker) => worker.open(new URL('/models/', self.location.href).href),
  });

  /** The catalogue, and what of it is on disk. */
  survey(): Promise<StoreSurvey> {
    return this.#worker.call((worker) => worker.survey());
  }

  /** Resolves when all of it is on disk. @throws CodedError CANCELLED after `pause` */
  download(id: string, onProgress: (progress: StoreProgress) => void): Promise<void> {
    return this.#worker.call((worker) => worker.download(id, onProgress));
  }

  async pause(id: string): Promise<void> {
    if (this.#worker.isOpen) await this.#worker.call((worker) => worker.pause(id));
  }

  /** @throws CodedError IN_USE */
  remove(id: string): Promise<void> {
    return this.#worker.call((worker) => worker.remove(id));
  }

  removeLeftovers(): Promise<void> {
    return this.#worker.call((worker) => worker.removeLeftovers());
  }
}
