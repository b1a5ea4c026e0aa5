import { createStore, delMany, get, keys, set, update } from 'idb-keyval';
import type { Hex } from 'viem';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import { HELD_S } from '#protocol/task/taskLife.ts';

/** What a miner has signed for an assignment. */
export interface SignedResult {
  bytes: Uint8Array<ArrayBuffer>;
  /** keccak256 of the bytes. */
  hash: Hex;
  /** What it is paid for. */
  units: number;
  /** Root of the work's trace, whose parts are the outcome's. */
  trace: Hex;
  signature: Hex;
  model: string;
  outcome: TaskOutcome;
}

/** Replaces a result that was paid for: it is not needed any more, and no other may be signed. */
export const PAID = 'paid';

/** What is stored for an assignment. */
export type StandingResult = SignedResult | typeof PAID;

/**
 * The one result of each assignment. Signing two different ones is slashable, and two runs on one GPU may
 * differ in a bit: so a result is kept before anybody sees it, and a tab that was reloaded
 * meanwhile sends the same again instead of running the task once more.
 */
export interface SignedResultStore {
  /**
   * @param assignment digest that names the assignment
   * @param expiry of the assignment, Unix seconds; its result is kept for `HELD_S` longer, for the audit
   */
  find(assignment: Hex, expiry: number): Promise<StandingResult | undefined>;
  /** Stores a result unless there is one already. @returns the one that is stored */
  keep(assignment: Hex, expiry: number, result: SignedResult): Promise<StandingResult>;
  /** Deletes a result that was paid for, and remembers that it was. */
  settle(assignment: Hex, expiry: number): Promise<void>;
}

/**
 * What has expired is looked for once in so many seconds: a quick GPU has a thousand results that have not.
 */
export const SWEEP_S = 60;

/** Begins with the expiry, so that nothing has to be read to know it. */
const keyOf = (assignment: Hex, expiry: number): string => `${expiry}-${assignment}`;
const expiryOf = (key: string): number => Number(key.slice(0, key.indexOf('-')));

/**
 * The store in IndexedDB. A later `keep` deletes what is too old.
 * @param scope names the chain, the contract and the miner key
 */
export function openSignedResultStore(scope: string, nowSeconds: () => number): SignedResultStore {
  const store = createStore(`cuckoo-results-${scope}`, 'signed');
  let swept = -Infinity;
  const sweep = async () => {
    if (nowSeconds() < swept + SWEEP_S) return;
    swept = nowSeconds();
    const old = (await keys<string>(store)).filter((key) => expiryOf(key) + HELD_S < nowSeconds());
    if (old.length > 0) await delMany(old, store);
  };
  const find = (assignment: Hex, expiry: number) => get<StandingResult>(keyOf(assignment, expiry), store);
  return {
    find,
    keep: async (assignment, expiry, result) => {
      await sweep();
      await update<StandingResult>(keyOf(assignment, expiry), (known) => known ?? result, store);
      return (await find(assignment, expiry)) ?? result;
    },
    settle: (assignment, expiry) => set(keyOf(assignment, expiry), PAID, store),
  };
}
