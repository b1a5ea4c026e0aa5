import { createStore, delMany, entries, get, update } from 'idb-keyval';
import type { Hex } from 'viem';
import type { TaskOutcome } from '#miner/taskEngine.ts';

/** What a miner has signed for an assignment. */
export interface SignedResult {
  bytes: Uint8Array;
  /** keccak256 of the bytes. */
  hash: Hex;
  signature: Hex;
  outcome: TaskOutcome;
}

/**
 * The one result of each assignment. Whoever signs two different ones can be slashed for it, and two runs on one GPU
 * may differ in a bit: so a result is kept before anybody sees it, and a tab that was reloaded meanwhile sends the
 * same again instead of running the task once more.
 */
export interface SignedResultStore {
  /** @param assignment digest that names the assignment */
  find(assignment: Hex): Promise<SignedResult | undefined>;
  /**
   * Keeps a result unless there is one already.
   * @param expiry of the assignment, Unix seconds: nobody asks for its result after that
   * @returns the one that stands
   */
  keep(assignment: Hex, expiry: number, result: SignedResult): Promise<SignedResult>;
}

interface Kept {
  expiry: number;
  result: SignedResult;
}

/**
 * The store in IndexedDB. What has expired goes at the next `keep`, so it holds a few tasks at most.
 * @param scope names the chain, the contract and the miner key
 * @param now Unix seconds
 */
export function openSignedResultStore(scope: string, now: () => number): SignedResultStore {
  const store = createStore(`cuckoo-results-${scope}`, 'signed');
  const find = async (assignment: Hex) => (await get<Kept>(assignment, store))?.result;
  return {
    find,
    keep: async (assignment, expiry, result) => {
      const old = (await entries<Hex, Kept>(store)).filter(([, kept]) => kept.expiry < now());
      if (old.length > 0) await delMany(old.map(([key]) => key), store);
      await update<Kept>(assignment, (known) => known ?? { expiry, result }, store);
      return (await find(assignment)) ?? result;
    },
  };
}
