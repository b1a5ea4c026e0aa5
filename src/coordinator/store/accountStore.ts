import { and, eq, inArray, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Address } from 'viem';
import type { Database } from '#coordinator/store/database.ts';
import { accounts, audits, payments } from '#coordinator/store/schema.ts';

/** Postgres allows some ten thousand parameters. */
export const MINERS_A_QUERY = 1_000;

export interface MinerAccount {
  miner: Address;
  /** Wei of CAI. */
  cumulative: bigint;
}

/** What the coordinator has promised each miner, in wei of CAI. Amounts only grow (`credit`). */
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

  /** The keys of all miners that were ever admitted. */
  async miners(): Promise<Address[]> {
    const rows = await this.#db.select({ miner: accounts.miner }).from(accounts).orderBy(accounts.miner);
    return rows.map(({ miner }) => miner);
  }

  /** What each miner was promised, with what it will be if the audits of its results are passed. */
  all(): Promise<MinerAccount[]> {
    return this.#where(undefined);
  }

  /** The same of some miners, those without an account left out. */
  async of(miners: readonly Address[]): Promise<MinerAccount[]> {
    const found: MinerAccount[] = [];
    for (let at = 0; at < miners.length; at += MINERS_A_QUERY)
      found.push(...(await this.#where(miners.slice(at, at + MINERS_A_QUERY))));
    return found;
  }

  async #where(miners: readonly Address[] | undefined): Promise<MinerAccount[]> {
    const among = (column: PgColumn) => (miners === undefined ? undefined : inArray(column, [...miners]));
    const held = this.#db
      .select({ miner: payments.miner, wei: sql<string>`sum(${payments.amount})`.as('wei') })
      .from(payments)
      .innerJoin(audits, eq(audits.taskId, payments.taskId))
      .where(and(inArray(audits.state, ['waiting', 'due']), among(audits.miner)))
      .groupBy(payments.miner)
      .as('held');
    const rows = await this.#db
      .select({ miner: accounts.miner, cumulative: accounts.cumulative, held: held.wei })
      .from(accounts)
      .leftJoin(held, eq(held.miner, accounts.miner))
      .where(among(accounts.miner));
    return rows.map((row) => ({ miner: row.miner, cumulative: row.cumulative + BigInt(row.held ?? 0) }));
  }
}
