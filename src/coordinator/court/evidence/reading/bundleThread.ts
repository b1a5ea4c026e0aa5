import type {
  BundleCall,
  BundleReader,
  BundleReading,
} from '#coordinator/court/evidence/reading/bundleReading.ts';
import type { JoinedBundle } from '#coordinator/court/evidence/reading/joinBundles.ts';
import { type TurnFailure, TurnThread } from '#coordinator/tokenizer/turnThread.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/** JavaScript: a thread cannot read TypeScript before it has run this. */
const ENTRY = new URL('./startBundleReader.mjs', import.meta.url);
/** For one bundle, with the thread's start, in ms: the largest takes some 4 s, on a busy machine a minute. */
const READ_MS = 180_000;

/**
 * Reads bundles one after the other, in a thread that begins with the first one: our own, and those that
 * anybody may exhibit and hand over. To hash one here would keep the event loop from all else for seconds.
 */
export class BundleThread implements BundleReader {
  readonly #read = new WeakMap<Uint8Array, Promise<BundleReading>>();
  readonly #thread: Pick<TurnThread, 'ask' | 'close'>;

  constructor(
    network: NetworkIdentity,
    thread = new TurnThread({ entry: ENTRY, workerData: network, callMs: READ_MS, failureOf }),
  ) {
    this.#thread = thread;
  }

  read(bytes: Uint8Array): Promise<BundleReading> {
    const known = this.#read.get(bytes);
    if (known !== undefined) return known;
    const reading = this.#ask([bytes]) as Promise<BundleReading>;
    this.#read.set(bytes, reading);
    // Another try may succeed: the thread may have been too busy, or have ended.
    reading.catch(() => this.#read.delete(bytes));
    return reading;
  }

  async join(first: Uint8Array, second: Uint8Array): Promise<JoinedBundle | undefined> {
    return (await this.#ask([first, second])) as JoinedBundle | undefined;
  }

  /** Ends the thread. What waits is not read. */
  close(): Promise<void> {
    return this.#thread.close();
  }

  #ask(call: BundleCall): Promise<unknown> {
    return this.#thread.ask(call);
  }
}

function failureOf(failure: TurnFailure): Error {
  if (failure.kind === 'closed') return new Error('No bundle is read any more: the coordinator stops.');
  const cause = failure.kind === 'dead' ? failure.error : undefined;
  return new Error('A bundle of evidence could not be read.', { cause });
}
