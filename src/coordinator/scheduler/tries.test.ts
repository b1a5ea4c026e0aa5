import { beforeEach, expect, it } from 'vitest';
import { FAILED_PATIENCE_S, LAST_HOPE_S } from '#coordinator/scheduler/liveTask.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageRequest, SchedulerBench } from '#coordinator/testing/schedulerBench.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';
import { MAX_ATTEMPTS } from '#protocol/task/taskLife.ts';

const NAMES = ['ann', ...Array.from({ length: MAX_ATTEMPTS - 1 }, (_, miner) => `miner ${miner}`)];

const database = useMemoryDatabase();
let bench: SchedulerBench;
let seed = 2_000;

beforeEach(() => {
  bench = new SchedulerBench(
    database.db,
    NAMES.map((name) => nodeOf(name, 20_000)),
  );
});

it('a task fails after the last attempt', async () => {
  for (const name of NAMES) bench.join(name);
  const task = await bench.submit(imageRequest(seed++));
  for (let i = 0; i < MAX_ATTEMPTS; i++) {
    expect(task.status).toBe('assigned');
    const assignment = bench.announced.at(-1)!;
    await bench.scheduler.attempts.refuse(assignment.miner, bench.digestOf(assignment), 'INFERENCE_FAILED');
    await bench.pass(1);
  }
  expect(task).toMatchObject({ status: 'failed', failure: { code: 'too_many_attempts' } });
});

it('a task is not ended by a miner that is always busy, which is asked less and less often', async () => {
  bench.join('ann');
  const task = await bench.submit(imageRequest(seed++));
  const asked: number[] = [];
  for (let second = 0; second < 300; second++) {
    if (task.status === 'assigned') {
      asked.push(second);
      await bench.scheduler.attempts.refuse(
        accountOf('ann').address,
        bench.digestOf(bench.announced.at(-1)!),
        'BUSY',
      );
    }
    await bench.pass(1);
  }
  expect(task.status).toBe('queued');
  expect(asked).toEqual([0, 5, 15, 35, 75, 135, 195, 255]);
});

it('an attempt that its coordinator withdraws is no try, not even at the last', async () => {
  for (const name of NAMES) bench.join(name);
  const task = await bench.submit(imageRequest(seed++));
  for (let i = 1; i < MAX_ATTEMPTS; i++) {
    const assignment = bench.announced.at(-1)!;
    await bench.scheduler.attempts.refuse(assignment.miner, bench.digestOf(assignment), 'INFERENCE_FAILED');
    await bench.pass(1);
  }
  await bench.scheduler.attempts.minerLeft(bench.announced.at(-1)!.miner, 'JAILED');
  expect(task).toMatchObject({ status: 'queued', failure: null });
});

it('a miner whose channel holds too little is not blamed: its channel is funded, and it is asked again', async () => {
  bench.join('ann');
  const task = await bench.submit(imageRequest(seed++));
  const { address } = accountOf('ann');
  await bench.scheduler.attempts.refuse(address, bench.digestOf(bench.announced.at(-1)!), 'UNFUNDED');
  expect([task.status, task.tries, bench.unfunded]).toEqual(['queued', 0, [address]]);
  await bench.pass(4);
  expect(task.status).toBe('queued');
  await bench.pass(1);
  await bench.scheduler.assign();
  expect(task.status).toBe('assigned');
});

async function passEach(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) await bench.pass(1);
}

/** The miner fails the task, and is free again. */
async function fail(): Promise<void> {
  const assignment = bench.announced.at(-1)!;
  await bench.scheduler.attempts.refuse(assignment.miner, bench.digestOf(assignment), 'INFERENCE_FAILED');
}

it('a task that failed at the only miner goes to it once more, and then ends', async () => {
  bench = new SchedulerBench(database.db, [nodeOf('ann', 20_000)], { patienceSeconds: 1_000 });
  bench.join('ann');
  const task = await bench.submit(imageRequest(seed++));
  await fail();
  await passEach(LAST_HOPE_S - 2);
  expect(task.status).toBe('queued');
  await passEach(4);
  expect([task.status, task.attempts.length]).toEqual(['assigned', 2]);
  await fail();
  await passEach(FAILED_PATIENCE_S - 2);
  expect(task.status).toBe('queued');
  await passEach(4);
  expect(task).toMatchObject({ status: 'failed', failure: { code: 'miners_failed' } });
});

it('a task that failed at one miner goes to another before that one has it again', async () => {
  bench.join('ann');
  const task = await bench.submit(imageRequest(seed++));
  await fail();
  await passEach(LAST_HOPE_S - 2);
  bench.join('miner 1');
  await bench.scheduler.assign();
  expect(task.attempts.map(({ miner }) => miner)).toEqual(
    ['ann', 'miner 1'].map((name) => accountOf(name).address),
  );
});
