import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenDatabase, openMemoryDatabase } from '#coordinator/store/database.ts';
import { DATABASE_TIMEOUT_MS } from '#coordinator/testing/wholeCoordinator.ts';

let open: OpenDatabase;
beforeAll(async () => {
  open = await openMemoryDatabase();
}, DATABASE_TIMEOUT_MS);
afterAll(() => open.close());

/** How often the event loop turned while `work` ran. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let next = setImmediate(function turn() {
    turns += 1;
    next = setImmediate(turn);
  });
  await work();
  clearImmediate(next);
  return turns;
}

const QUERIES = 20;

describe('the database in this process', () => {
  it('lets the event loop turn after each query of a chain', async () => {
    const turns = await turnsDuring(async () => {
      for (let query = 0; query < QUERIES; query++) await open.db.execute(sql`select 1`);
    });
    expect(turns).toBeGreaterThanOrEqual(QUERIES - 1);
  });

  it('lets the event loop turn after each query of a transaction', async () => {
    const turns = await turnsDuring(() =>
      open.db.transaction(async (db) => {
        for (let query = 0; query < QUERIES; query++) await db.execute(sql`select 1`);
      }),
    );
    expect(turns).toBeGreaterThanOrEqual(QUERIES - 1);
  });

  it('lets the event loop turn between queries that were asked at once, and after one that fails', async () => {
    const turns = await turnsDuring(async () => {
      const answers = await Promise.allSettled(
        Array.from({ length: QUERIES }, (_, query) =>
          open.db.execute(query % 2 ? sql`select 1` : sql`select nothing`),
        ),
      );
      expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(QUERIES / 2);
    });
    expect(turns).toBeGreaterThanOrEqual(QUERIES / 2);
  });
});
