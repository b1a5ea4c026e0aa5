import type { Address } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import { type OpenDatabase, openMemoryDatabase } from '#coordinator/store/database.ts';
import { imageRequest, imageResult, SchedulerBench } from '#coordinator/testing/schedulerBench.ts';
import { DATABASE_TIMEOUT_MS } from '#coordinator/testing/wholeCoordinator.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';

let database: OpenDatabase;
let bench: SchedulerBench;
let task: LiveTask;
let seed = 0;

beforeAll(async () => {
  database = await openMemoryDatabase();
}, DATABASE_TIMEOUT_MS);
afterAll(() => database.close());
beforeEach(async () => {
  bench = new SchedulerBench(database.db, [nodeOf('ann', 20_000)]);
  bench.join('ann');
  seed += 1;
  task = await bench.scheduler.submit(imageRequest(seed), 'client');
  await bench.scheduler.assign();
  await bench.take('ann', bench.announced[0]!);
});

const deliver = () => bench.deliver('ann', bench.announced[0]!, imageResult());

describe('a delivered task', () => {
  it('is promised in the step in which it leaves the board', async () => {
    const delivered = deliver();
    await vi.waitFor(() => expect(bench.promised).toHaveLength(1));
    expect(bench.promised[0]!.open).toBe(1);
    await delivered;
    expect(bench.scheduler.board.size).toBe(0);
  });

  it.each([
    ['its miner leaves', (miner: Address) => bench.scheduler.attempts.minerLeft(miner, undefined)],
    ['its client cancels it', () => bench.scheduler.cancel(task.id)],
  ])('that the database has as done, unknown to us, is done when %s', async (_, next) => {
    const store = bench.store.deliver.bind(bench.store);
    bench.store.deliver = async (...call) => {
      await store(...call);
      throw new Error('the reply to the COMMIT was lost');
    };
    await expect(deliver()).rejects.toThrow('lost');
    expect(task.status).toBe('running');
    await next(accountOf('ann').address);
    expect([task.status, task.payment?.miner, bench.scheduler.board.size]).toEqual([
      'done',
      accountOf('ann').address,
      0,
    ]);
  });
});
