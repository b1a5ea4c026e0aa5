import { sql } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import { Replicas } from '#coordinator/audit/tabs/replicas.ts';
import { AuditBench } from '#coordinator/testing/auditBench.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';

const open = useMemoryDatabase();
let t: AuditBench;
beforeEach(async () => {
  await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
  t = await AuditBench.open(open.db, ['bob', 'cid']);
});

it('a task that two audits have done again at once is done again once', async () => {
  const { id } = (await t.deliver()).task;
  const task = (await t.bench.store.find(id))!;
  const replicas = new Replicas({
    ...{ tasks: t.bench.store, store: t.store, ownersOf: async () => [] },
    submit: (request, client, terms) => t.bench.scheduler.submit(request, client, terms),
  });
  await Promise.all([replicas.begin(task), replicas.begin(task)]);
  await replicas.begin(task);
  const begun = t.bench.scheduler.board.all().filter(({ replicaOf }) => replicaOf === id);
  expect(begun).toHaveLength(1);
  expect((await t.bench.store.find(id))!.audit!.replacement).toBe(begun[0]!.id);
});
