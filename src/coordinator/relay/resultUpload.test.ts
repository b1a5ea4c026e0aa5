import { beforeEach, describe, expect, it } from 'vitest';
import { WorkLease } from '#coordinator/scheduler/workLease.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { delta, SchedulerBench, textRequest } from '#coordinator/testing/schedulerBench.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';
import { LEASE_S, TASK_LIFETIME_S, UPLOAD_BYTES_PER_S } from '#protocol/task/taskLife.ts';

const database = useMemoryDatabase();
let bench: SchedulerBench;
let seed = 0;

beforeEach(() => {
  bench = new SchedulerBench(database.db, [nodeOf('ann', 20_000)]);
  bench.join('ann');
});

/** For how many seconds a task is kept while so many bytes of its result arrive in each. */
async function kept(bytesPerSecond: number, works = true): Promise<number> {
  const task = await bench.taken('ann', { ...textRequest(++seed), maxTokens: 2_048, topLogprobs: 20 });
  if (works) bench.report('ann', task, delta('a'));
  let seconds = 0;
  for (; task.status === 'running' && seconds < TASK_LIFETIME_S; seconds++) {
    bench.scheduler.attempts.receiving(accountOf('ann').address, task.open!.record.digest, bytesPerSecond);
    await bench.pass(1);
  }
  return seconds;
}

describe('a result that takes minutes to arrive', () => {
  it('is waited for as long as it comes no slower than the slowest line', async () => {
    expect(await kept(UPLOAD_BYTES_PER_S)).toBeGreaterThan(2 * LEASE_S);
  });

  it('is not waited for before any work was seen', async () => {
    expect(await kept(UPLOAD_BYTES_PER_S, false)).toBeLessThan(LEASE_S + 2);
  });

  it('is waited for until half of the task’s time at most, when another miner can still do it', () => {
    const lease = new WorkLease(textRequest(1), { now: 0, expiresAt: 900_000 });
    lease.worked(1, 0);
    lease.received(1e9, 1e9, 1_000);
    expect(lease.endsAt(0)).toBe(450_000);
  });

  it.each([
    ['a trickle', 1, LEASE_S + 2],
    ['without end', 100 * UPLOAD_BYTES_PER_S, 4 * LEASE_S],
  ])('is not waited for when it is %s', async (_, bytesPerSecond, most) => {
    expect(await kept(bytesPerSecond)).toBeLessThan(most);
  });
});
