import { expect, it } from 'vitest';
import { openTestDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageRequest, imageResult, SchedulerBench } from '#coordinator/testing/schedulerBench.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';

const TASKS = 1_000;
/** One task in this many is done and paid. The others are cancelled, which needs no signatures. */
const DONE_EVERY = 10;
const STAKES = { ann: 20_000, bob: 40_000, cid: 60_000, dan: 130_000, eve: 250_000 };
/** Upper critical value of χ² with 4 degrees of freedom at p = 0.001. */
const CRITICAL_VALUE = 18.467;

it(`the scheduler gives each of ${TASKS} tasks to one miner, in proportion to stake`, async () => {
  const database = await openTestDatabase();
  const names = Object.keys(STAKES) as (keyof typeof STAKES)[];
  const bench = new SchedulerBench(
    database.db,
    names.map((name) => nodeOf(name, STAKES[name])),
  );
  for (const name of names) bench.join(name);
  const nameOf = new Map(names.map((name) => [accountOf(name).address, name]));
  const assigned = new Set<string>();
  const counts = new Map<string, number>();

  for (let seed = 0; seed < TASKS; seed++) {
    const task = await bench.scheduler.submit(imageRequest(seed), 'client');
    await bench.scheduler.assign();
    const given = bench.announced.splice(0);
    expect(given.map(({ taskId }) => taskId)).toEqual([task.id]);
    const [assignment] = given;
    const name = nameOf.get(assignment!.miner)!;
    if (seed % DONE_EVERY === 0) {
      expect((await bench.take(name, assignment!)).answer.type).toBe('request');
      expect((await bench.deliver(name, assignment!, imageResult())).type).toBe('paid');
    } else {
      await bench.scheduler.cancel(task.id);
    }
    assigned.add(task.id);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }

  expect(assigned.size).toBe(TASKS);
  const paid = TASKS / DONE_EVERY;
  expect(new Set(bench.receipts.map(({ taskId }) => taskId)).size).toBe(paid);
  expect(await bench.store.countByStatus()).toEqual(
    new Map([
      ['done', paid],
      ['cancelled', TASKS - paid],
    ]),
  );
  const total = Object.values(STAKES).reduce((sum, stake) => sum + stake);
  const chiSquare = names
    .map((name) => ({ seen: counts.get(name) ?? 0, expected: (TASKS * STAKES[name]) / total }))
    .reduce((sum, { seen, expected }) => sum + (seen - expected) ** 2 / expected, 0);
  expect(chiSquare).toBeLessThan(CRITICAL_VALUE);
  // Each miner's account holds exactly the sum of its receipts.
  for (const name of names) {
    const own = bench.receipts.filter(({ miner }) => miner === accountOf(name).address);
    const sum = own.reduce((wei, { amount }) => wei + amount, 0n);
    expect(await bench.accounts.cumulativeOf(accountOf(name).address)).toBe(sum);
  }
  await database.close();
}, 300_000);
