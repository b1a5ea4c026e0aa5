import { eq } from 'drizzle-orm';
import type { Address } from 'viem';
import type { Database } from '#coordinator/store/database.ts';
import { accounts } from '#coordinator/store/schema.ts';

/** What the coordinator has promised each miner, in wei of CAI. Amounts only grow, in `TaskStore.deliver`. */
export class AccountStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @returns undefined for a miner without an account */
  async cumulativeOf(miner: Address): Promise<bigint | undefined> {
    const [row] = await this.#db.select().from(accounts).where(eq(accounts.miner, miner));
    return row?.cumulative;
  }

  /** Opens a miner's account at an amount. An existing account is not changed. */
  async open(miner: Address, cumulative: bigint): Promise<void> {
    await this.#db.insert(accounts).values({ miner, cumulative }).onConflictDoNothing();
  }

  all(): Promise<{ miner: Address; cumulative: bigint }[]> {
    return this.#db.select().from(accounts);
  }
}
