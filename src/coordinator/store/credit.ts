import { sql } from 'drizzle-orm';
import type { Address } from 'viem';
import type { Database } from '#coordinator/store/database.ts';
import { accounts } from '#coordinator/store/schema.ts';

/** Adds wei to what a miner was promised in all, within the transaction that says what for. */
export async function credit(db: Database, miner: Address, amount: bigint): Promise<void> {
  await db
    .insert(accounts)
    .values({ miner, cumulative: amount })
    .onConflictDoUpdate({
      target: accounts.miner,
      set: { cumulative: sql`${accounts.cumulative} + excluded.cumulative` },
    });
}
