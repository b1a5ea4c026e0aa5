import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RosterNode } from '#chain/roster.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageRequest, SchedulerBench } from '#coordinator/testing/schedulerBench.ts';
import { COORDINATOR, nodeOf } from '#coordinator/testing/world.ts';
import { TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';

const ANN = nodeOf('ann', 20_000);
const BOB = nodeOf('bob', 60_000);
const OTHER = nodeOf('another coordinator', 3_000_000, { role: 'coordinator' });
const OWN = nodeOf('coordinator', 2_000_000, { role: 'coordinator' });
const JAILED: RosterNode = { ...OWN, active: false, weight: 0n };
const BLOCKS = 4;

const database = useMemoryDatabase();
let bench: SchedulerBench;
let seed = 5_000;

beforeEach(() => {
  bench = new SchedulerBench(database.db, [ANN, BOB]);
  bench.roster.epochs = { blocks: BLOCKS, confirmations: 0, assignmentSeconds: TASK_LIFETIME_S + 120 };
  // She has room for all tasks of a test.
  bench.join('ann', ['draw'], 8);
});

const submit = () => bench.submit(imageRequest(++seed));
/** So many blocks with these coordinators. */
const mine = (blocks: number, coordinators: RosterNode[]) => {
  for (let left = blocks; left > 0; left--) bench.roster.set([ANN, BOB], coordinators);
};

describe('a coordinator whose key the newest epoch’s roster lacks', () => {
  it.each([
    ['just registered', [OTHER]],
    ['in jail', [OTHER, JAILED]],
  ])('leaves tasks queued while it is %s, and assigns them once it is in the roster', async (_, before) => {
    mine(BLOCKS - 1, before);
    const warned = vi.spyOn(bench.log, 'warn');
    const task = await submit();
    // It is in the newest block now, but not in the epoch's.
    mine(BLOCKS - 1, [OTHER, OWN]);
    await bench.scheduler.assign();
    expect([task.status, task.attempts, bench.announced]).toEqual(['queued', [], []]);
    expect(task.isUndrawable).toBe(true);
    mine(1, [OTHER, OWN]);
    await bench.scheduler.assign();
    expect(task.status).toBe('assigned');
    expect(task.isUndrawable).toBe(false);
    expect(task.open?.record.assignment).toMatchObject({
      ...{ attempt: 0, rosterBlock: 2 * BLOCKS, coordinator: COORDINATOR.address },
    });
    expect(warned).toHaveBeenCalledTimes(1);
  });

  it('says once why tasks wait, and again when it has left the roster again', async () => {
    mine(BLOCKS - 1, [OTHER]);
    const warned = vi.spyOn(bench.log, 'warn');
    await submit();
    await submit();
    await bench.scheduler.sweep();
    expect(warned.mock.calls).toEqual([[{ rosterBlock: BLOCKS }, expect.stringContaining('tasks wait')]]);
    mine(BLOCKS, [OWN]);
    await bench.scheduler.assign();
    mine(BLOCKS, [JAILED]);
    await submit();
    expect(warned).toHaveBeenCalledTimes(2);
  });

  it('does not draw on with the epoch of a first attempt that another key of its node signed', async () => {
    mine(BLOCKS - 1, [OWN]);
    const task = await submit();
    const { miner, digest } = task.open!.record;
    bench.join('bob');
    const listed = bench.roster.at.bind(bench.roster);
    vi.spyOn(bench.roster, 'at').mockImplementation(async (block) => ({
      ...(await listed(block)),
      coordinators: [OTHER],
    }));
    const warned = vi.spyOn(bench.log, 'warn');
    await bench.scheduler.attempts.refuse(miner, digest, 'INFERENCE_FAILED');
    await bench.scheduler.assign();
    expect([task.status, task.attempts.length]).toEqual(['queued', 1]);
    // That is no reason for others to wait.
    expect((await submit()).status).toBe('assigned');
    expect(warned).not.toHaveBeenCalled();
  });
});
