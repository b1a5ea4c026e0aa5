import { beforeEach, expect, it, vi } from 'vitest';
import { ChainError } from '#chain/chainError.ts';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageRequest, SchedulerBench } from '#coordinator/testing/schedulerBench.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';
import { TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';

const ANN = nodeOf('ann', 20_000);
const BOB = nodeOf('bob', 60_000);
/** Longer than a task lives. */
const LASTING = { blocks: 4, confirmations: 0, assignmentSeconds: TASK_LIFETIME_S + 120 };

const database = useMemoryDatabase();
let bench: SchedulerBench;
let seed = 1_000;

beforeEach(() => {
  bench = new SchedulerBench(database.db, [ANN, BOB]);
  for (let block = 2; block <= 4; block++) bench.roster.set([ANN, BOB]);
  bench.roster.epochs = LASTING;
});

const submit = () => bench.submit(imageRequest(++seed));
const refuse = ({ open }: LiveTask) =>
  bench.scheduler.attempts.refuse(open!.record.miner, open!.record.digest, 'INFERENCE_FAILED');
const minerOf = ({ open }: LiveTask) => open?.record.miner;

it('draws with the epoch’s block, not with the newest', async () => {
  bench.roster.set([BOB]);
  bench.join('ann');
  const task = await submit();
  expect(task.open?.record.assignment).toMatchObject({ rosterBlock: 4, beacon: bench.roster.epoch().beacon });
  expect(minerOf(task)).toBe(accountOf('ann').address);
});

it('keeps the epoch of the first attempt for all others', async () => {
  bench.join('ann');
  const task = await submit();
  // ann leaves the roster in the next epoch, and cho joins it.
  for (let block = 5; block <= 8; block++) bench.roster.set([BOB, nodeOf('cho', 1e6)]);
  bench.join('cho');
  bench.join('bob');
  await refuse(task);
  await bench.scheduler.assign();
  expect(minerOf(task)).toBe(accountOf('bob').address);
  expect(task.open?.record.assignment).toMatchObject({ attempt: 1, rosterBlock: 4 });
});

it('draws a task that nobody could take with the epoch in which somebody can', async () => {
  const task = await submit();
  for (let block = 5; block <= 8; block++) bench.roster.set([ANN, BOB, nodeOf('cho', 1)]);
  bench.join('cho');
  await bench.scheduler.assign();
  expect(minerOf(task)).toBe(accountOf('cho').address);
  expect(task.open?.record.assignment.rosterBlock).toBe(8);
});

it('leaves a task queued while its epoch cannot be read, and goes on afterwards', async () => {
  bench.join('ann');
  const task = await submit();
  bench.join('bob');
  const lacking = vi
    .spyOn(bench.roster, 'at')
    .mockRejectedValue(new ChainError('NO_BLOCK', 'The node lacks a block.'));
  await refuse(task);
  await bench.scheduler.assign();
  expect(task.status).toBe('queued');
  lacking.mockRestore();
  await bench.scheduler.assign();
  expect(task.status).toBe('assigned');
});

it('signs nothing that expires later than its draw allows, or has done so already', async () => {
  bench.roster.epochs = { ...LASTING, assignmentSeconds: 60 };
  const { minedAt } = bench.roster.epoch();
  bench.clock = (minedAt + 30) * 1_000;
  bench.join('ann');
  expect((await submit()).open?.record.assignment.expiry).toBe(minedAt + 60);
  bench.clock = (minedAt + 60) * 1_000;
  const late = await submit();
  expect(late.status).toBe('queued');
  bench.roster.epochs = LASTING;
  await bench.scheduler.assign();
  expect(late.open?.record.assignment.expiry).toBe(Math.floor(bench.clock / 1_000) + TASK_LIFETIME_S);
});
