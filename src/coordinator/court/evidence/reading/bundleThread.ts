import type {
  BundleCall,
  BundleReader,
  BundleReading,
} from '#coordinator/court/evidence/reading/bundleReading.ts';
import { WorkerThread } from '#coordinator/tokenizer/workerThread.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/** JavaScript: a thread cannot read TypeScript before it has run this. */
const ENTRY = new URL('./startBundleReader.mjs', import.meta.url);
/** For one bundle, with the thread's start, in ms: the largest takes some 4 s, on a busy machine a minute. */
const READ_MS = 180_000;

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
    const reading = this.#inTurn([bytes]) as Promise<BundleReading>;
    this.#read.set(bytes, reading);
    return reading;
  }

  async join(first: Uint8Array, second: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return (await this.#inTurn([first, second])) as Uint8Array<ArrayBuffer> | undefined;
  }

  /** Ends the thread. What waits is not read. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread?.stop();
  }

  #inTurn(call: BundleCall): Promise<unknown> {
    const answer = this.#turn.then(() => this.#ask(call));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #ask(call: BundleCall): Promise<unknown> {
    if (this.#closed) throw new Error('Bundles are read no more: the coordinator stops.');
    this.#thread ??= new WorkerThread(ENTRY, this.#network, () => {
      this.#thread = undefined;
    });
    const thread = this.#thread;
    const outcome = await thread.ask(call, READ_MS);
    if (outcome.kind === 'message') return outcome.message;
    await thread.stop();
    this.#thread = undefined;
    const cause = outcome.kind === 'dead' ? outcome.error : undefined;
    throw new Error('A bundle of evidence could not be read.', { cause });
  }
}
