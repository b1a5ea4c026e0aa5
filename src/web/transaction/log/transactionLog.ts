import { z } from 'zod';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { keptOnNetwork } from '#web/storage/keptOnNetwork.ts';
import type { KeptValue } from '#web/storage/keptValue.ts';
import { LOG_NAME, noteSent } from '#web/transaction/log/sentSignal.ts';
import { isPending, recordSchema, type TransactionRecord } from '#web/transaction/log/transactionRecord.ts';

/** Transactions kept. One more drops the oldest that has ended. */
export const MOST_RECORDS = 30;
/** With those that still wait. */
const MOST_IN_ALL = 2 * MOST_RECORDS;

export const recordsSchema = z.array(recordSchema).max(MOST_IN_ALL);
type Records = readonly TransactionRecord[];

/**
 * The transactions that were sent from this browser, newest first, over reloads and for other tabs. Those
 * that a part of the page began tells about itself are marked here, so that nothing is told twice.
 */
export class TransactionLog {
  readonly #kept: KeptValue<TransactionRecord[]>;
  readonly #watchOtherTabs: (reread: () => void) => void;
  readonly #listeners = new Set<() => void>();
  readonly #shown = new Set<string>();
  readonly #followed = new Set<string>();
  #records: Records | undefined;
  #isWatching = false;
  /** The browser could not keep them: this page goes by its own. */
  #isUnkept = false;

  /** @param watchOtherTabs calls back when another tab may have written */
  constructor(kept: KeptValue<TransactionRecord[]>, watchOtherTabs: (reread: () => void) => void) {
    this.#kept = kept;
    this.#watchOtherTabs = watchOtherTabs;
  }

  /** The same array until something changes. */
  readonly records = (): Records => (this.#records ??= this.#kept.read() ?? []);

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (!this.#isWatching) this.#watchOtherTabs(() => this.#reread());
    this.#isWatching = true;
    return () => this.#listeners.delete(listener);
  };

  /** A transaction was sent. */
  add(record: TransactionRecord): void {
    this.#update((records) =>
      [record, ...records.filter(({ id }) => id !== record.id)]
        .filter((each, place) => place < MOST_RECORDS || isPending(each))
        .slice(0, MOST_IN_ALL),
    );
    noteSent();
  }

  /** Its wallet has sent it again, or has named it. */
  rename(id: string, hash: TransactionRecord['hash']): void {
    if (this.records().find((each) => each.id === id)?.hash !== hash) this.#change(id, () => ({ hash }));
  }

  /** Where it stands in its account's order is known. */
  place(id: string, nonce: number): void {
    this.#change(id, ({ call }) => ({ call: call && { ...call, nonce } }));
  }

  /** It has ended. Who sees that where it was begun has been told. */
  end(id: string, state: TransactionRecord['state']): void {
    const told = this.#shown.has(id) ? { toldState: state } : {};
    this.#change(id, () => ({ state, call: null, batch: null, ...told }));
  }

  /** Their user knows where these are, and wants to hear of them when that changes. */
  dismiss(ids: readonly string[]): void {
    this.#update((records) =>
      records.map((each) => (ids.includes(each.id) ? { ...each, toldState: each.state } : each)),
    );
  }

  forgetEnded(): void {
    this.#update((records) => records.filter(isPending));
  }

  /** A part of this page tells where a transaction is. @returns ends that */
  showHere(id: string): () => void {
    this.#shown.add(id);
    this.#tell([...this.records()]);
    return () => {
      this.#shown.delete(id);
      this.#tell([...this.records()]);
    };
  }

  /** Those that no part of this page tells about, and whose state their user has not been told. */
  untold(): Records {
    return this.records().filter(({ id, state, toldState }) => state !== toldState && !this.#shown.has(id));
  }

  /** Those that wait, and whose end nothing in this page waits for. */
  unfollowed(): Records {
    return this.records().filter((each) => isPending(each) && !this.#followed.has(each.id));
  }

  /** Something in this page waits for its end. @returns ends that */
  follow(id: string): () => void {
    this.#followed.add(id);
    return () => {
      this.#followed.delete(id);
      this.#tell([...this.records()]);
    };
  }

  /** Has what waits looked at again. */
  askAgain(): void {
    this.#tell([...this.records()]);
  }

  #change(id: string, change: (record: TransactionRecord) => Partial<TransactionRecord>): void {
    this.#update((records) => records.map((each) => (each.id === id ? { ...each, ...change(each) } : each)));
  }

  #update(change: (records: Records) => Records): void {
    // Another tab may have written since this one has read.
    const latest = this.#isUnkept ? this.records() : (this.#kept.read() ?? []);
    const records = change(latest);
    this.#isUnkept = !this.#kept.write([...records]);
    this.#tell(records);
  }

  #reread(): void {
    if (!this.#isUnkept) this.#tell(this.#kept.read() ?? []);
  }

  #tell(records: Records): void {
    this.#records = records;
    for (const listener of this.#listeners) listener();
  }
}

const logs = new WeakMap<NetworkConfig, TransactionLog>();

/** The one of a network in this page. */
export function transactionLogOf(config: NetworkConfig): TransactionLog {
  const known = logs.get(config);
  if (known !== undefined) return known;
  const log = new TransactionLog(keptOnNetwork(config, LOG_NAME, recordsSchema), (reread) =>
    window.addEventListener('storage', ({ key }) => {
      if (key === null || key.startsWith(`cuckoo.${LOG_NAME}.`)) reread();
    }),
  );
  logs.set(config, log);
  return log;
}
