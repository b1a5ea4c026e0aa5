import type { Remote } from 'comlink';
import { remoteOf } from '#miner/rpc/workerRpc.ts';
import { CodedError } from '#protocol/codedError.ts';

export interface WorkerLinkDeps<Api> {
  create(): Worker;
  /** Sets the worker up; calls wait for it. */
  open(api: Remote<Api>): Promise<void>;
  /** Told of every error that nothing in the worker caught. */
  onError?(error: CodedError<'WORKER_CRASHED'>): void;
}

interface OpenWorker<Api> {
  readonly api: Promise<Remote<Api>>;
  /** Never resolves; rejects when the worker does not start. */
  readonly failure: Promise<never>;
}

/** A worker that starts at the first call, and again at the next one after it could not start. */
export class WorkerLink<Api> {
  readonly #deps: WorkerLinkDeps<Api>;
  #worker: OpenWorker<Api> | undefined;

  constructor(deps: WorkerLinkDeps<Api>) {
    this.#deps = deps;
  }

  get isOpen(): boolean {
    return this.#worker !== undefined;
  }

  /** @throws what the worker threw, with its code; WORKER_CRASHED when it does not start */
  async call<T>(ask: (api: Remote<Api>) => Promise<T>): Promise<T> {
    this.#worker ??= this.#start();
    const { api, failure } = this.#worker;
    return Promise.race([failure, api.then(ask)]);
  }

  #start(): OpenWorker<Api> {
    const worker = this.#deps.create();
    const remote = remoteOf<Api>(worker);
    let isOpen = false;
    const failure = new Promise<never>((_, reject) => {
      worker.addEventListener('error', (event) => {
        const message = event.message || 'A background worker of this page crashed. Reload the page.';
        const error = new CodedError('WORKER_CRASHED', message);
        this.#deps.onError?.(error);
        // An open worker survives an error that nothing in it caught. One whose module does not load is dead.
        if (isOpen) return;
        if (this.#worker === started) this.#worker = undefined;
        worker.terminate();
        reject(error);
      });
    });
    failure.catch(() => undefined);
    const api = this.#deps.open(remote).then(() => {
      isOpen = true;
      return remote;
    });
    api.catch(() => undefined);
    const started = { api, failure };
    return started;
  }
}
