import { sql } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import { OPEN_PAUSE_MS } from '#coordinator/audit/auditing.ts';
import { AuditBench } from '#coordinator/testing/auditBench.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageResult } from '#coordinator/testing/schedulerBench.ts';

const open = useMemoryDatabase();
let t: AuditBench;
beforeEach(async () => {
  await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
  t = await AuditBench.open(open.db, ['bob', 'cid', 'dan']);
});
it('a third result that agrees needs no fourth, when the second one is disputed first', async () => {
  t.hasAuditors = false;
  t.start();
  const [SAME, OTHER] = [imageResult(), imageResult(9)];
  await t.deliver();
  const look = async () => {
    await t.look();
    t.bench.uptime += OPEN_PAUSE_MS;
  };
  const replica = async (name: string, result: typeof SAME) => {
    await look();
    return t.replicaBy(name, result);
  };
  const second = await replica('bob', OTHER);
  const third = await replica('cid', SAME);
  // As where the audit of another of cid’s results keeps this one waiting.
  await t.store.refuse(second, 'disputed', { isDoubted: true }, t.bench.clock);
  await look();
  await look();
  expect(t.bench.scheduler.board.all().filter(({ replicaOf }) => replicaOf !== null)).toHaveLength(0);
  expect(await t.stateOf(third)).toBe('passed');
});
