import { sql } from 'drizzle-orm';
import { zeroHash } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { ANN, AuditBench, WRONG } from '#coordinator/testing/auditBench.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageRequest, imageResult } from '#coordinator/testing/schedulerBench.ts';
import { nodeOf } from '#coordinator/testing/world.ts';
import { replacementSalt } from '#protocol/task/replacementSalt.ts';
import { encodeTaskRequest, type ImageRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

/**
 * A replica's request follows from the first one's, so an app can order it first. Such a task is no replica:
 * its miner was not drawn among other owners, and its app may cancel it.
 */

const open = useMemoryDatabase();
let t: AuditBench;
beforeEach(async () => {
  await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
  t = await AuditBench.open(open.db, ['bob', 'cid', 'dan', 'friend']);
});

const [FAKE, RIGHT_PICTURE] = [imageResult(), imageResult(9)];
const by = (miner: string, result: TaskResult) => ({ miner, result });

/** The request of a task's replica. */
const againOf = (request: ImageRequest): ImageRequest => ({
  ...request,
  salt: replacementSalt(taskIdOf(encodeTaskRequest(request))),
});

/** An app orders this from a miner that is alone online. */
async function ordered(miner: string, request: ImageRequest, result: TaskResult): Promise<void> {
  const session = t.bench.join(miner);
  const task = await t.bench.taken(miner, request);
  await t.handIn(miner, task.open!.record.assignment, result);
  t.bench.pool.leave(session);
}

describe('with audits by tabs alone, an app that orders the replica first', () => {
  beforeEach(() => {
    t.hasAuditors = false;
    t.start();
    const friend = nodeOf('friend', 20_000, { owner: ANN });
    t.bench.roster.set([...['ann', 'bob', 'cid', 'dan'].map((name) => nodeOf(name, 20_000)), friend]);
    for (const session of t.bench.pool.all()) t.bench.pool.leave(session);
  });

  it('does not have a fake passed by another node of the forger’s', async () => {
    await ordered('friend', againOf(imageRequest()), FAKE);
    t.bench.join('ann');
    const { task } = await t.deliver();
    t.replicas = ['bob', 'cid', 'bob', 'cid', 'dan'].map((miner) => by(miner, RIGHT_PICTURE));
    expect(await t.decided(task.id)).toBe('disputed');
    expect(await t.owed()).toBe(0n);
  });

  it('does not have a fake paid unseen by cancelling it', async () => {
    const again = await t.bench.scheduler.submit(againOf(imageRequest()), 'the forger’s app');
    expect(await t.bench.scheduler.cancel(again.id)).toBe(true);
    t.bench.join('ann');
    const { task } = await t.deliver();
    t.replicas = ['bob', 'cid', 'bob', 'cid', 'dan'].map((miner) => by(miner, RIGHT_PICTURE));
    expect(await t.decided(task.id)).toBe('disputed');
    expect(await t.owed()).toBe(0n);
  });

  it('does not have an honest miner accused by two results of one owner', async () => {
    const again = againOf(imageRequest());
    await ordered('friend', again, RIGHT_PICTURE);
    await ordered('friend', againOf(again), RIGHT_PICTURE);
    // This time bob is honest, and the node `friend` of ann's lies.
    const bob = t.bench.join('bob');
    const honest = await t.bench.taken('bob', imageRequest());
    await t.handIn('bob', honest.open!.record.assignment, FAKE);
    t.bench.pool.leave(bob);
    t.replicas = ['cid', 'dan', 'cid', 'dan', 'cid', 'dan'].map((miner) => by(miner, FAKE));
    expect(await t.decided(honest.id)).toBe('passed');
  });
});

it('a wrong result whose replica an app has ordered from the forger itself does not wait for ever', async () => {
  await t.record(10);
  t.found = [WRONG];
  t.start();
  const { task } = await t.deliver();
  // Both wait for a block. That of the first one draws it, and what else its miner delivered waits for it.
  await ordered('ann', againOf(imageRequest()), FAKE);
  await t.store.drawn(task.id, zeroHash);
  t.hashOf = () => zeroHash;
  t.head += 10;
  t.replicas = [by('bob', RIGHT_PICTURE)];
  expect(await t.decided(task.id)).toBe('disputed');
});
