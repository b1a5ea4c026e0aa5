import { inArray, sql } from 'drizzle-orm';
import type { Address } from 'viem';
import type { Database } from '#coordinator/store/database.ts';
import { absences } from '#coordinator/store/schema.ts';

/** Postgres allows some ten thousand parameters. */
const ROWS_A_QUERY = 1_000;

/** Since when miners are away, kept over a restart. */
export class AbsenceStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** In ms since 1970, of each miner that is away. */
  async since(): Promise<Map<Address, number>> {
    const rows = await this.#db.select().from(absences);
    return new Map(rows.map(({ miner, sinceMs }) => [miner, sinceMs]));
  }

  /** They are away since then, whatever was known of them. */
  async begin(miners: readonly Address[], sinceMs: number): Promise<void> {
    for (const batch of batches(miners))
      await this.#db
        .insert(absences)
        .values(batch.map((miner) => ({ miner, sinceMs })))
        .onConflictDoUpdate({ target: absences.miner, set: { sinceMs: sql`excluded.since` } });
  }

  /** They are here. */
  async end(miners: readonly Address[]): Promise<void> {
    for (const batch of batches(miners))
      await this.#db.delete(absences).where(inArray(absences.miner, batch));
  }
}

const batches = (miners: readonly Address[]): Address[][] =>
  Array.from({ length: Math.ceil(miners.length / ROWS_A_QUERY) }, (_, place) =>
    miners.slice(place * ROWS_A_QUERY, (place + 1) * ROWS_A_QUERY),
  );
