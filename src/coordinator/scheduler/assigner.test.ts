import { beforeEach, expect, it, vi } from 'vitest';
import { TASKS_AHEAD } from '#coordinator/miners/minerRoom.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageRequest, SchedulerBench } from '#coordinator/testing/schedulerBench.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';

/** Tasks that a miner of batch size 1 may hold. */
const TASKS_A_MINER = 1 + TASKS_AHEAD;
const NAMES = ['ann', 'bob'];

const database = useMemoryDatabase();
let bench: SchedulerBench;
let seed = 1_000;

beforeEach(() => {
  bench = new SchedulerBench(
    database.db,
    NAMES.map((name) => nodeOf(name, 20_000)),
  );
  for (const name of NAMES) bench.join(name);
});

const submit = () => bench.scheduler.submit(imageRequest(seed++), 'client');
const heldBy = (name: string) => bench.scheduler.board.heldBy(accountOf(name).address).length;

it('gives no miner more than it has room for while assignments are still being stored', async () => {
  const assign = bench.store.assign.bind(bench.store);
  const stored = vi.spyOn(bench.store, 'assign');
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  stored.mockImplementation(async (...all) => {
    await opened;
    return assign(...all);
  });
  const tasks = await Promise.all(Array.from({ length: 10 }, submit));
  // All are stored at once; none is announced before it is stored.
  await vi.waitFor(() => expect(stored).toHaveBeenCalledTimes(NAMES.length * TASKS_A_MINER));
  expect(bench.announced).toEqual([]);
  open();
  await bench.scheduler.assign();
  expect(NAMES.map(heldBy)).toEqual([TASKS_A_MINER, TASKS_A_MINER]);
  expect(stored).toHaveBeenCalledTimes(NAMES.length * TASKS_A_MINER);
  expect(tasks.filter(({ status }) => status === 'assigned').map(({ id }) => id)).toEqual(
    tasks.slice(0, NAMES.length * TASKS_A_MINER).map(({ id }) => id),
  );
});

it('gives a miner the room back that an assignment would have taken which could not be stored', async () => {
  const stored = vi.spyOn(bench.store, 'assign');
  for (let task = 0; task < NAMES.length * TASKS_A_MINER; task++)
    stored.mockRejectedValueOnce(new Error('the disk is full'));
  const tasks = await Promise.all(Array.from({ length: NAMES.length * TASKS_A_MINER }, submit));
  await vi.waitFor(() => expect(stored.mock.calls.length).toBeGreaterThanOrEqual(tasks.length));
  await bench.scheduler.assign();
  expect(NAMES.map(heldBy)).toEqual([TASKS_A_MINER, TASKS_A_MINER]);
});

it('looks through the miners once for each model that none has room for, however long the queue is', async () => {
  const tasks = await Promise.all(Array.from({ length: 50 }, submit));
  await bench.scheduler.assign();
  const looks = vi.spyOn(bench.pool, 'all');
  await bench.scheduler.assign();
  expect(looks).toHaveBeenCalledTimes(1);
  // Room that one gets is used at once.
  await bench.take('ann', bench.announced.find(({ miner }) => miner === accountOf('ann').address)!);
  await bench.scheduler.cancel(tasks.find(({ status }) => status === 'running')!.id);
  await bench.scheduler.assign();
  expect(NAMES.map(heldBy)).toEqual([TASKS_A_MINER, TASKS_A_MINER]);
});

it('gives a task on when only a miner that failed it has room, and gives that miner the next one', async () => {
  bench.pool.leave(bench.pool.of(accountOf('bob').address)!);
  const [first, second] = [await bench.submit(imageRequest(seed++)), await submit()];
  const ann = accountOf('ann').address;
  await bench.scheduler.attempts.refuse(ann, bench.digestOf(bench.announced[0]!), 'INFERENCE_FAILED');
  await bench.scheduler.assign();
  expect([first.status, second.status]).toEqual(['queued', 'assigned']);
});
