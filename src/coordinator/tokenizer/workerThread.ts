import { Worker } from 'node:worker_threads';

/** What comes of waiting for a thread's next message. */
export type ThreadOutcome =
  | { kind: 'message'; message: unknown }
  | { kind: 'late' }
  | { kind: 'dead'; error: Error };

/** One life of a worker thread that answers one message at a time. */
export class WorkerThread {
  readonly #worker: Worker;
  #settle: (outcome: ThreadOutcome) => void = () => undefined;
  #death: ThreadOutcome | undefined;
  readonly #onDeath: () => void;

  constructor(entry: URL, workerData: unknown, onDeath: () => void) {
    this.#onDeath = onDeath;
    this.#worker = new Worker(entry, { workerData });
    this.#worker.on('message', (message) => this.#settle({ kind: 'message', message }));
    this.#worker.on('error', (error) => this.#die(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('messageerror', (error) => this.#die(error));
    this.#worker.on('exit', (code) => this.#die(new Error(`The thread ended with the exit code ${code}.`)));
  }

  /** Sends a message and waits for the answer, `limitMs` at most. */
  ask(message: unknown, limitMs: number): Promise<ThreadOutcome> {
    const answer = this.next(limitMs);
    this.#worker.postMessage(message);
    return answer;
  }

  /** Waits for the next message, `limitMs` at most. */
  next(limitMs: number): Promise<ThreadOutcome> {
    if (this.#death !== undefined) return Promise.resolve(this.#death);
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve({ kind: 'late' }), limitMs);
      this.#settle = (outcome) => {
        clearTimeout(late);
        resolve(outcome);
      };
    });
  }

  /** Ends the thread, whatever it is doing. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #die(error: Error): void {
    // An error is followed by the exit that it causes.
    if (this.#death !== undefined) return;
    this.#death = { kind: 'dead', error };
    this.#onDeath();
    this.#settle(this.#death);
  }
}
