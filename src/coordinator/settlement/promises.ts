import type { Address } from 'viem';
import type { AccountStore } from '#coordinator/store/accountStore.ts';

/** All accounts are read again after this time, in ms: an audit that fails lowers what was promised. */
const RELOAD_MS = 600_000;

export interface PromisesDeps {
  readonly accounts: Pick<AccountStore, 'all' | 'of'>;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** What each miner was promised in total, as the database has it, without asking it about all each time. */
export class Promises {
  readonly #deps: PromisesDeps;
  readonly #wei = new Map<Address, bigint>();
  #changed = new Set<Address>();
  #loadedAtMs = -Infinity;
  #refreshing: Promise<void> | undefined;

  constructor(deps: PromisesDeps) {
    this.#deps = deps;
  }

  /** In wei of CAI by miner, as of the last `refresh`. */
  all(): ReadonlyMap<Address, bigint> {
    return this.#wei;
  }

  /** A miner's account is not what it was. */
  note(miner: Address): void {
    this.#changed.add(miner);
  }

  /** Reads the accounts that have changed. A call while one is under way reads nothing of its own. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    const { accounts, uptimeMs } = this.#deps;
    const nowMs = uptimeMs();
    const isAll = nowMs - this.#loadedAtMs >= RELOAD_MS;
    const changed = this.#changed;
    if (!isAll && changed.size === 0) return;
    // What is noted while the database answers is read the next time.
    this.#changed = new Set();
    try {
      const rows = isAll ? await accounts.all() : await accounts.of([...changed]);
      for (const { miner, cumulative } of rows) this.#wei.set(miner, cumulative);
      if (isAll) this.#loadedAtMs = nowMs;
    } catch (error) {
      for (const miner of changed) this.#changed.add(miner);
      throw error;
    }
  }
}
