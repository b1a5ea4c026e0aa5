import { eq, sql } from 'drizzle-orm';
import { type Hex, keccak256, toHex } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TaskTerms } from '#coordinator/scheduler/scheduler.ts';
import { tasks } from '#coordinator/store/schema.ts';
import { ANN, AuditBench, RIGHT, WRONG } from '#coordinator/testing/auditBench.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageRequest, imageResult } from '#coordinator/testing/schedulerBench.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';
import { replacementSalt } from '#protocol/task/replacementSalt.ts';

const open = useMemoryDatabase();
let t: AuditBench;
beforeEach(async () => {
  await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
  t = await AuditBench.open(open.db, ['bob']);
});

const [SAME, OTHER] = [imageResult(), imageResult(9)];
const replicaOf = async (id: Hex): Promise<Hex | undefined> => {
  const [row] = await open.db.select({ id: tasks.id }).from(tasks).where(eq(tasks.replicaOf, id));
  return row?.id;
};

describe('a replica', () => {
  beforeEach(() => {
    t.found = [WRONG];
  });

  it('goes to no node of the same owner, however it is drawn, and not to the miner’s new key', async () => {
    const friends = Array.from({ length: 8 }, (_, at) => nodeOf(`friend ${at}`, 900_000, { owner: ANN }));
    t.bench.roster.set([nodeOf('ann', 20_000), ...friends, nodeOf('bob', 20_000)]);
    const { task } = await t.deliver();
    for (const at of friends.keys()) t.bench.join(`friend ${at}`);
    await t.look();
    await t.bench.scheduler.assign();
    const replica = t.bench.scheduler.board.get((await replicaOf(task.id))!)!;
    expect(replica.status).toBe('queued');
    t.bench.join('bob');
    await t.bench.scheduler.assign();
    expect(replica.open!.record.miner).toBe(accountOf('bob').address);
  });

  it('goes not to its first miner, whoever owns that node by then', async () => {
    await t.deliver();
    await t.look();
    t.bench.roster.set([nodeOf('ann', 20_000, { owner: accountOf('its buyer').address })]);
    await t.bench.scheduler.assign();
    const replica = t.bench.scheduler.board.all().find(({ replicaOf }) => replicaOf !== null)!;
    expect(replica.status).toBe('queued');
  });

  it('is given up where only nodes of the same owner are there', async () => {
    t.bench.roster.set([nodeOf('ann', 20_000), nodeOf('friend', 900_000, { owner: ANN })]);
    const { task } = await t.deliver();
    t.bench.join('friend');
    await t.look();
    const replica = t.bench.scheduler.board.get((await replicaOf(task.id))!)!;
    await t.bench.pass(1);
    await t.bench.pass(121);
    expect(replica.status).toBe('failed');
    expect(await t.decided(task.id)).toBe('disputed');
  });

  it('keeps whom it excludes over a restart', async () => {
    const { task } = await t.deliver();
    await t.look();
    const replica = (await t.bench.store.find((await replicaOf(task.id))!))!;
    expect(replica).toMatchObject({ replicaOf: task.id, excluded: [ANN, ANN], client: task.client });
  });

  it('costs its client nothing, and differs from the first request in the salt alone', async () => {
    const { task } = await t.deliver();
    await t.look();
    const { request } = t.bench.scheduler.board.get((await replicaOf(task.id))!)!;
    expect({ ...request, salt: task.request.salt }).toEqual(task.request);
    expect(request.salt).toBe(replacementSalt(task.id));
    t.replicas = [{ miner: 'bob', result: OTHER }];
    await t.decided(task.id);
    const spent = await t.bench.store.spentSince(0);
    expect(spent).toEqual([{ client: task.client, wei: task.payment!.amount }]);
  });

  it('is another task where somebody has ordered its request first', async () => {
    const { task } = await t.deliver();
    const squatted = await t.bench.scheduler.submit(
      { ...task.request, salt: replacementSalt(task.id) },
      'a friend of ann’s',
    );
    await t.look();
    const replica = await replicaOf(task.id);
    expect(replica).not.toBe(squatted.id);
    const { audit } = (await t.bench.store.find(task.id))!;
    expect(audit!.replacement).toBe(replica);
    // Begun again, as after a crash, it is the same one.
    await t.disputes.prepare((await t.bench.store.find(task.id))!, undefined);
    expect((await t.bench.store.find(task.id))!.audit!.replacement).toBe(replica);
  });

  it('is audited for certain, whatever its miner’s record', async () => {
    t.found = [RIGHT];
    t.start();
    await t.record(10);
    expect((await t.auditing.plan('draw', ANN)).share).toBeLessThan(1);
    expect(await t.auditing.plan('draw', ANN, true)).toMatchObject({ share: 1, state: 'due' });
  });
});

describe('the audit of a result', () => {
  const spent = async () => (await t.bench.store.spentSince(0))[0]!.wei;

  it.each<[string, Partial<TaskTerms>, share: number, state: string, times: bigint]>([
    ['ordered', { isAuditOrdered: true }, 1, 'due', 2n],
    ['needed by another result', { replicaOf: keccak256(toHex('another')) }, 1, 'due', 0n],
    ['neither', {}, 0.8, 'waiting', 1n],
  ])('of a miner with a record: %s', async (_, terms, share, state, times) => {
    await t.record(10);
    const spentBefore = await spent();
    const task = await t.bench.scheduler.submit(imageRequest(77), 'client', terms);
    await t.bench.scheduler.assign();
    const { assignment } = task.open!.record;
    await t.bench.take('ann', assignment);
    await t.handIn('ann', assignment, SAME);
    const stored = (await t.bench.store.find(task.id))!;
    expect(stored).toMatchObject({ ...terms, audit: { share, state } });
    expect((await spent()) - spentBefore).toBe(times * stored.payment!.amount);
  });

  it('is still ordered when the coordinator starts again before it is delivered', async () => {
    const { id } = await t.bench.scheduler.submit(imageRequest(78), 'client', { isAuditOrdered: true });
    const [unfinished] = (await t.bench.store.unfinished()).filter((task) => task.id === id);
    expect(unfinished).toMatchObject({ isAuditOrdered: true, replicaOf: null, excluded: [] });
  });
});
