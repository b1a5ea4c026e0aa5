import type { Address } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { MinerRecord, MOST_MINERS } from '#coordinator/scheduler/minerRecord.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import {
  imageRequest,
  imageResult,
  outcomes,
  SchedulerBench,
  step,
} from '#coordinator/testing/schedulerBench.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';
import { START_S } from '#protocol/task/taskLife.ts';

const database = useMemoryDatabase();
let bench: SchedulerBench;
let seed = 0;

beforeEach(() => {
  bench = new SchedulerBench(database.db, [nodeOf('ann', 20_000), nodeOf('bob', 60_000)]);
});

const ann = accountOf('ann').address;
const taken = () => bench.taken('ann', imageRequest(++seed));

describe('a miner’s record', () => {
  /** Takes a task and never works on it. */
  async function lapse(): Promise<void> {
    const task = await taken();
    await bench.idle('ann', START_S, [task], () => step(0));
    expect(outcomes(task)).toEqual(['lapsed']);
    await bench.scheduler.cancel(task.id);
  }

  /** How long ann gets no task, in seconds. */
  async function rest(): Promise<number> {
    const task = await bench.submit(imageRequest(++seed));
    let seconds = 0;
    for (; task.status === 'queued' && seconds < 5_000; seconds += 10) {
      await bench.pass(10);
      if (task.isOver) break;
    }
    await bench.scheduler.cancel(task.id);
    return seconds;
  }

  it('keeps tasks from one that lets leases lapse, twice as long each time', async () => {
    bench.join('ann');
    for (const seconds of [30, 60, 120]) {
      await lapse();
      expect(await rest()).toBe(seconds);
    }
  });

  it('counts tasks that lapse together once', async () => {
    bench.join('ann', ['draw'], 8);
    const tasks = [await taken(), await taken(), await taken()];
    await bench.idle('ann', START_S, tasks, () => step(0));
    for (const task of tasks) await bench.scheduler.cancel(task.id);
    expect(await rest()).toBe(30);
  });

  it('keeps a miner that is busy at the tasks that it has, for a minute', async () => {
    bench.join('ann', ['draw'], 3);
    const [first, second] = [await taken(), await taken()];
    const refused = await bench.submit(imageRequest(++seed));
    await bench.scheduler.attempts.refuse(ann, refused.open!.record.digest, 'BUSY');
    await bench.scheduler.assign();
    expect(refused.status).toBe('queued');
    await bench.pass(10);
    expect(refused.status).toBe('queued');
    // It has room for another when one ends.
    await bench.deliver('ann', first.open!.record.assignment, imageResult());
    await bench.scheduler.assign();
    expect(refused.status).toBe('assigned');
    const next = await bench.submit(imageRequest(++seed));
    expect(next.status).toBe('queued');
    await bench.take('ann', refused.open!.record.assignment);
    await bench.idle('ann', 49, [second, refused], () => step(0));
    expect(next.status).toBe('queued');
    await bench.pass(1);
    expect(next.status).toBe('assigned');
    for (const task of bench.scheduler.board.all()) await bench.scheduler.cancel(task.id);
  });

  it('does not bound the tasks of a miner that refused one as it stopped', async () => {
    bench.join('ann', ['draw'], 3);
    await taken();
    const refused = await bench.submit(imageRequest(++seed));
    await bench.scheduler.attempts.refuse(ann, refused.open!.record.digest, 'STOPPING');
    await bench.pass(5);
    await bench.scheduler.assign();
    expect(refused.status).toBe('assigned');
    for (const task of bench.scheduler.board.all()) await bench.scheduler.cancel(task.id);
  });

  it('outlasts a reconnect', async () => {
    const session = bench.join('ann');
    await lapse();
    bench.pool.leave(session);
    await bench.scheduler.attempts.minerLeft(ann, undefined);
    bench.join('ann');
    expect(await rest()).toBe(30);
  });

  it('forgets a lapse with each delivery', async () => {
    bench.join('ann');
    await lapse();
    await rest();
    const task = await taken();
    bench.report('ann', task, step(4));
    await bench.deliver('ann', task.open!.record.assignment, imageResult());
    await lapse();
    expect(await rest()).toBe(30);
  });

  it('counts a task that expires in its hands, unless it was given it late', async () => {
    bench = new SchedulerBench(database.db, [nodeOf('ann', 20_000)], { patienceSeconds: 1_000 });
    const late = await bench.submit(imageRequest(++seed));
    await bench.pass(800);
    bench.join('ann');
    await bench.scheduler.assign();
    await bench.take('ann', late.open!.record.assignment);
    await bench.idle('ann', 100, [late], () => step(0));
    expect(late.status).toBe('expired');
    const slow = await bench.taken('ann', { ...imageRequest(++seed), steps: 20 });
    for (let done = 1; done <= 20; done++) {
      await bench.pass(44);
      bench.report('ann', slow, step(done, 20));
    }
    await bench.pass(20);
    expect(slow.status).toBe('expired');
    expect(await rest()).toBe(30);
  });

  it('lets a task give up when its only miner rests for long', async () => {
    bench.join('ann');
    for (let i = 0; i < 4; i++) {
      await lapse();
      if (i < 3) await rest();
    }
    const task = await bench.submit(imageRequest(++seed));
    for (let i = 0; i < 125; i++) await bench.pass(1);
    expect(task).toMatchObject({ status: 'failed', failure: { code: 'no_miner' } });
  });
});

describe('MinerRecord', () => {
  const operator = (place: number): Address => `0x${place.toString(16).padStart(40, '0')}`;
  const HOUR_MS = 3_600_000;

  it('keeps tasks from a miner for an hour at most', () => {
    const record = new MinerRecord({ of: () => undefined });
    let now = 0;
    for (let i = 0; i < 20; i++, now += HOUR_MS) record.lapsed(ann, now);
    now -= HOUR_MS;
    expect(record.isResting(ann, now + HOUR_MS - 1)).toBe(true);
    expect(record.isResting(ann, now + HOUR_MS)).toBe(false);
  });

  it('counts what lapses while a miner rests as the same failure', () => {
    const record = new MinerRecord({ of: () => undefined });
    record.lapsed(ann, 0);
    record.lapsed(ann, 29_999);
    expect([29_999, 30_000].map((now) => record.isResting(ann, now))).toEqual([true, false]);
    record.lapsed(ann, 30_000);
    expect([89_999, 90_000].map((now) => record.isResting(ann, now))).toEqual([true, false]);
  });

  it('makes up for one lapse with each delivery', () => {
    const record = new MinerRecord({ of: () => undefined });
    let now = 0;
    for (let i = 0; i < 5; i++, now += HOUR_MS) record.lapsed(ann, now);
    for (let i = 0; i < 4; i++) record.delivered(ann, now);
    record.lapsed(ann, now);
    expect(record.isResting(ann, now + 59_999)).toBe(true);
    expect(record.isResting(ann, now + 60_000)).toBe(false);
  });

  it('remembers as many miners as it may, and forgets the one heard of longest ago', () => {
    const record = new MinerRecord({ of: () => undefined });
    for (let place = 0; place < MOST_MINERS; place++) record.lapsed(operator(place), 0);
    record.worked(operator(0), 1);
    expect(record.isResting(operator(1), 1)).toBe(true);
    record.lapsed(operator(MOST_MINERS), 1);
    expect([0, 1, 2].map((place) => record.isResting(operator(place), 1))).toEqual([true, false, true]);
  });

  it('counts all keys of a node together', () => {
    const nodes = new Map<Address, bigint>([
      [operator(1), 7n],
      [operator(2), 7n],
      [operator(3), 8n],
    ]);
    const record = new MinerRecord({ of: (key) => nodes.get(key) });
    record.lapsed(operator(1), 0);
    expect([1, 2, 3].map((place) => record.isResting(operator(place), 1))).toEqual([true, true, false]);
  });

  it('keeps what it noted of a key that the roster lacked', () => {
    const nodes = new Map<Address, bigint>();
    const record = new MinerRecord({ of: (key) => nodes.get(key) });
    record.lapsed(operator(1), 0);
    nodes.set(operator(1), 7n).set(operator(2), 7n);
    expect(record.isResting(operator(1), 1)).toBe(true);
    record.worked(operator(1), 1);
    expect(record.isResting(operator(2), 1)).toBe(true);
  });
});
