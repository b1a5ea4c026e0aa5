import { proxy, wrap, type Remote } from 'comlink';
import type { StoreProgress } from '#miner/models/modelStore.ts';
import type { StoreAnswer, StoreSurvey, StoreWorkerApi } from '#miner/models/storeProtocol.ts';

/** An error of the store's worker, as it crossed over: a ModelStoreErrorCode, and a sentence for people. */
export class ModelStoreClientError extends Error {
  override readonly name = 'ModelStoreClientError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The page's handle on the model files of this device; its worker starts at the first call. */
export class ModelStoreClient {
  #worker: Promise<Remote<StoreWorkerApi>> | undefined;

  /** The catalogue, and what of it is on disk. @throws ModelStoreClientError */
  survey(): Promise<StoreSurvey> {
    return this.#ask((worker) => worker.survey());
  }

  /** Resolves when all of it is on disk. @throws ModelStoreClientError; CANCELLED after `pause` */
  async download(id: string, onProgress: (progress: StoreProgress) => void): Promise<void> {
    await this.#ask((worker) => worker.download(id, proxy(onProgress)));
  }

  async pause(id: string): Promise<void> {
    await (await this.#worker)?.pause(id);
  }

  /** @throws ModelStoreClientError IN_USE */
  async remove(id: string): Promise<void> {
    await this.#ask((worker) => worker.remove(id));
  }

  async removeLeftovers(): Promise<void> {
    await this.#ask((worker) => worker.removeLeftovers());
  }

  async #ask<T>(call: (worker: Remote<StoreWorkerApi>) => Promise<StoreAnswer<T>>): Promise<T> {
    this.#worker ??= this.#open();
    const answer = await call(await this.#worker);
    if (!answer.ok) throw new ModelStoreClientError(answer.code, answer.message);
    return answer.value;
  }

  async #open(): Promise<Remote<StoreWorkerApi>> {
    const worker = new Worker(new URL('./store.worker.ts', import.meta.url), {
      type: 'module',
      name: 'store',
    });
    const remote = wrap<StoreWorkerApi>(worker);
    await remote.open(new URL('/models/', self.location.href).href);
    return remote;
  }
}
