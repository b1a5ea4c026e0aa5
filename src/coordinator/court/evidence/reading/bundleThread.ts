import type { BundleReader, BundleReading } from '#coordinator/court/evidence/reading/bundleReading.ts';
import { WorkerThread } from '#coordinator/tokenizer/workerThread.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/** JavaScript: a thread cannot read TypeScript before it has run this. */
const ENTRY = new URL('./startBundleReader.mjs', import.meta.url);
/** For one bundle, with the start of the thread, in ms: the largest takes some 4 s, and more on a busy machine. */
const READ_MS = 60_000;

/**
 * Reads bundles one after the other, in a thread that begins with the first one. Anybody may exhibit one in a
 * case and hand it over, and to hash it would keep the event loop from all else for seconds.
 */
export class BundleThread implements BundleReader {
  readonly #network: NetworkIdentity;
  readonly #read = new WeakMap<Uint8Array, Promise<BundleReading>>();
  #thread: WorkerThread | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(network: NetworkIdentity) {
    this.#network = network;
  }

  read(bytes: Uint8Array): Promise<BundleReading> {
    const known = this.#read.get(bytes);
    if (known !== undefined) return known;
    const reading = this.#turn.then(() => this.#ask(bytes));
    this.#turn = reading.catch(() => undefined);
    this.#read.set(bytes, reading);
    return reading;
  }

  /** Ends the thread. What waits is not read. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread?.stop();
  }

  async #ask(bytes: Uint8Array): Promise<BundleReading> {
    if (this.#closed) throw new Error('Bundles are read no more: the coordinator stops.');
    this.#thread ??= new WorkerThread(ENTRY, this.#network, () => {
      this.#thread = undefined;
    });
    const thread = this.#thread;
    const outcome = await thread.ask(bytes, READ_MS);
    if (outcome.kind === 'message') return outcome.message as BundleReading;
    await thread.stop();
    this.#thread = undefined;
    const cause = outcome.kind === 'dead' ? outcome.error : undefined;
    throw new Error('A bundle of evidence could not be read.', { cause });
  }
}
