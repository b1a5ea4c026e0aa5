import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoopSlice } from '#coordinator/eventLoop/loopSlice.ts';
import { yieldBetweenQueries } from '#coordinator/store/yieldingPglite.ts';

const QUERIES = 20;
const clients: PGlite[] = [];
const open = async (sliceMs?: number) => {
  const client = await PGlite.create();
  clients.push(client);
  return drizzle(yieldBetweenQueries(client, new LoopSlice(sliceMs)));
};
let eager: Awaited<ReturnType<typeof open>>;
let usual: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  eager = await open(0);
  usual = await open();
});
afterAll(() => Promise.all(clients.map((client) => client.close())));

/** How often the event loop turned while `work` ran, and for how long it stood still at most, in ms. */
async function watch(work: () => Promise<unknown>) {
  const began = performance.now();
  let [turns, longestMs, turnedAt] = [0, 0, began];
  let next = setImmediate(function turn() {
    turns += 1;
    longestMs = Math.max(longestMs, performance.now() - turnedAt);
    turnedAt = performance.now();
    next = setImmediate(turn);
  });
  await work();
  clearImmediate(next);
  return { turns, longestMs, wholeMs: performance.now() - began };
}

describe('a database that yields between queries', () => {
  it('lets the event loop turn after each query of a chain', async () => {
    const { turns } = await watch(async () => {
      for (let query = 0; query < QUERIES; query++) await eager.execute(sql`select 1`);
    });
    expect(turns).toBeGreaterThanOrEqual(QUERIES - 1);
  });

  it('lets the event loop turn after each query of a transaction', async () => {
    const { turns } = await watch(() =>
      eager.transaction(async (db) => {
        for (let query = 0; query < QUERIES; query++) await db.execute(sql`select 1`);
      }),
    );
    expect(turns).toBeGreaterThanOrEqual(QUERIES - 1);
  });

  it('lets the event loop turn between queries that were asked at once, and after one that fails', async () => {
    const { turns } = await watch(async () => {
      const ask = (query: number) => eager.execute(query % 2 ? sql`select 1` : sql`select nothing`);
      const answers = await Promise.allSettled(Array.from({ length: QUERIES }, (_, query) => ask(query)));
      expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(QUERIES / 2);
    });
    expect(turns).toBeGreaterThanOrEqual(QUERIES - 1);
  });

  it('keeps the event loop no longer than some queries take', async () => {
    const slow = sql`select count(*) from generate_series(1, 20000)`;
    const { turns, longestMs, wholeMs } = await watch(() =>
      Promise.all(Array.from({ length: 100 }, () => usual.execute(slow))),
    );
    // Without turns it would be the whole.
    expect(longestMs).toBeLessThan(wholeMs / 3);
    expect(turns).toBeGreaterThan(5);
  });
});
