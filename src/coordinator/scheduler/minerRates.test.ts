import type { Hex } from 'viem';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import { MINER_RATES } from '#coordinator/scheduler/minerRecord.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageRequest, imageResult, SchedulerBench } from '#coordinator/testing/schedulerBench.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';
import { TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';

const ann = accountOf('ann').address;
const MALFORMED = expect.objectContaining({ code: 'MALFORMED' });
const UNKNOWN = { type: 'over', code: 'UNKNOWN_ASSIGNMENT' };
const database = useMemoryDatabase();
let bench: SchedulerBench;
let lookUps: ReturnType<typeof vi.spyOn>;
let seed = 0;

beforeEach(() => {
  bench = new SchedulerBench(database.db, [nodeOf('ann', 20_000), nodeOf('bob', 60_000)]);
  bench.join('ann');
  lookUps = vi.spyOn(bench.store, 'findByAssignment');
});

const unknown = (number: number): Hex => `0x${number.toString(16).padStart(64, 'f')}`;
const take = (digest: Hex) => bench.scheduler.attempts.take(ann, digest, { over: () => undefined });
const refuse = (digest: Hex) => bench.scheduler.attempts.refuse(ann, digest, 'BUSY');
const submit = (): Promise<LiveTask> => bench.submit(imageRequest(++seed));

/** An assignment that ann delivered. */
async function delivered(): Promise<Hex> {
  const assignment = (await submit()).open!.record.assignment;
  await bench.take('ann', assignment);
  await bench.deliver('ann', assignment, imageResult());
  return bench.digestOf(assignment);
}

describe('a miner that takes what was never assigned to it', () => {
  it('costs no look-up once assignments of an earlier run are over', async () => {
    bench.uptime += TASK_LIFETIME_S * 1_000 - 1;
    expect(await take(unknown(1))).toEqual(UNKNOWN);
    expect(lookUps).toHaveBeenCalledTimes(1);
    bench.uptime += 1;
    expect(await take(unknown(1))).toEqual(UNKNOWN);
    expect(lookUps).toHaveBeenCalledTimes(1);
  });

  it('is stopped after some, and may go on a second later', async () => {
    for (let number = 0; number < MINER_RATES.asks.burst; number++) await take(unknown(number));
    await expect(take(unknown(0))).rejects.toEqual(MALFORMED);
    bench.uptime += 1_000;
    expect(await take(unknown(0))).toEqual(UNKNOWN);
  });
});

describe('a miner that takes what it delivered', () => {
  it('is told its payment again, as often as its tasks may need', async () => {
    const digest = await delivered();
    bench.uptime += TASK_LIFETIME_S * 1_000;
    for (let asked = 0; asked < MINER_RATES.asks.burst; asked++)
      expect(await take(digest)).toMatchObject({ type: 'paid' });
    await expect(take(digest)).rejects.toEqual(MALFORMED);
    expect(lookUps).toHaveBeenCalledTimes(MINER_RATES.asks.burst);
  });
});

describe('a miner that refuses what is not its task', () => {
  it('is stopped after some, and is not taken for busy', async () => {
    for (let number = 0; number < MINER_RATES.asks.burst; number++) await refuse(unknown(number));
    await expect(refuse(unknown(0))).rejects.toEqual(MALFORMED);
    expect((await submit()).open?.record.miner).toBe(ann);
  });
});

describe('a miner that opens streams', () => {
  it('rests when it opens too many', async () => {
    const open = () => bench.scheduler.attempts.mayOpen(ann);
    const opened = Array.from({ length: MINER_RATES.streams.burst }, open);
    expect(opened.every(Boolean)).toBe(true);
    expect((await submit()).open?.record.miner).toBe(ann);
    await bench.scheduler.cancel(bench.scheduler.board.all()[0]!.id);
    expect(open()).toBe(false);
    expect((await submit()).status).toBe('queued');
  });
});
