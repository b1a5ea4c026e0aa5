import type { Address, Hex } from 'viem';

/** Assignments remembered of each miner: several times what it holds at once. */
export const KEPT_ASSIGNMENTS = 64;
/** Miners remembered; beyond it those are forgotten that were given nothing for longest. */
export const MOST_MINERS = 10_000;

/** What each miner was given lately: of anything else that it names, the database need not be asked. */
export class RecentAssignments {
  readonly #byMiner = new Map<Address, Set<Hex>>();

  add(miner: Address, digest: Hex): void {
    const own = this.#byMiner.get(miner) ?? new Set();
    own.add(digest);
    if (own.size > KEPT_ASSIGNMENTS) own.delete(own.values().next().value!);
    // Set again, so that the miner comes last.
    this.#byMiner.delete(miner);
    this.#byMiner.set(miner, own);
    if (this.#byMiner.size > MOST_MINERS) this.#byMiner.delete(this.#byMiner.keys().next().value!);
  }

  has(miner: Address, digest: Hex): boolean {
    return this.#byMiner.get(miner)?.has(digest) ?? false;
  }
}
