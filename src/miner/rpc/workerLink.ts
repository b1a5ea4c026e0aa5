import type { Remote } from 'comlink';
import { remoteOf } from '#miner/rpc/workerRpc.ts';
import { CodedError } from '#protocol/codedError.ts';

export interface WorkerLinkDeps<Api> {
  create(): Worker;
  /** Sets the worker up; calls wait for it. */
  open(api: Remote<Api>): Promise<void>;
  /** Told once for each worker that dies. */
  onCrash?(error: CodedError<'WORKER_CRASHED'>): void;
}

interface OpenWorker<Api> {
  readonly api: Promise<Remote<Api>>;
  /** Never resolves; rejects when the worker dies. */
  readonly death: Promise<never>;
}

/** A worker that starts at the first call, and again at the first one after it died. */
export class WorkerLink<Api> {
  readonly #deps: WorkerLinkDeps<Api>;
  #worker: OpenWorker<Api> | undefined;

  constructor(deps: WorkerLinkDeps<Api>) {
    this.#deps = deps;
  }

  get isOpen(): boolean {
    return this.#worker !== undefined;
  }

  /** @throws what the worker threw, with its code; WORKER_CRASHED when it dies first */
  async call<T>(ask: (api: Remote<Api>) => Promise<T>): Promise<T> {
    this.#worker ??= this.#start();
    const { api, death } = this.#worker;
    return Promise.race([death, api.then(ask)]);
  }

  #start(): OpenWorker<Api> {
    const worker = this.#deps.create();
    const remote = remoteOf<Api>(worker);
    const death = new Promise<never>((_, reject) => {
      worker.addEventListener('error', (event) => {
        // A module that does not load, no memory left: nothing inside the worker catches these.
        const message = event.message || 'A background worker of this page crashed. Reload the page.';
        const error = new CodedError('WORKER_CRASHED', message);
        if (this.#worker === opened) this.#worker = undefined;
        worker.terminate();
        reject(error);
        this.#deps.onCrash?.(error);
      });
    });
    death.catch(() => undefined);
    const api = this.#deps.open(remote).then(() => remote);
    api.catch(() => undefined);
    const opened = { api, death };
    return opened;
  }
}
