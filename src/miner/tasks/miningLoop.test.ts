import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_TASKS } from '#miner/coordinators/coordinatorPlaces.ts';
import { type Mining, startMining, stopMining, until } from '#miner/testing/mining.ts';
import { boss, PRICE } from '#miner/testing/world.ts';

let mining: Mining;
let coordinator: Mining['coordinator'];
let engine: Mining['engine'];
let vouchers: Mining['vouchers'];
let board: Mining['board'];
let loop: Mining['loop'];

beforeEach(async () => {
  mining = await startMining();
  ({ coordinator, engine, vouchers, board, loop } = mining);
});

afterEach(() => stopMining(mining));

const state = () => board.current().coordinators[0];

it('MiningLoop announces a newly ready model at once', async () => {
  await until(() => expect(state()?.state).toBe('connected'));
  engine.offered = ['draw', 'talk'];
  loop.announce();
  await until(() => expect(coordinator.heard.at(-1)?.map(({ id }) => id)).toEqual(['draw', 'talk']));
});

it('MiningLoop takes no task while it has lost the chain, says so, and goes on when it is back', async () => {
  await until(() => expect(state()?.state).toBe('connected'));
  mining.chain.lose('The chain could not be read.');
  expect(board.current()).toMatchObject({ phase: 'mining', chainProblem: 'The chain could not be read.' });
  await until(() => expect(coordinator.heard.at(-1)).toEqual([]));
  const refused = await coordinator.assign();
  await until(() => expect(coordinator.refusals.get(refused)).toBe('BUSY'));

  mining.chain.lose(undefined);
  expect(board.current().chainProblem).toBeNull();
  await until(() => expect(coordinator.heard.at(-1)).toEqual([{ id: 'draw', together: 1 }]));
  const taken = await coordinator.assign();
  await until(() => expect(coordinator.results.has(taken)).toBe(true));
});

describe('MiningLoop.rest', () => {
  it('hands back waiting tasks, refuses new ones, finishes the running one, and can be undone', async () => {
    engine.open = false;
    const running = await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    const waiting = await coordinator.assign();
    await until(() => expect(board.current().queued).toBe(1));

    loop.rest(true);
    await until(() => expect(coordinator.refusals.get(waiting)).toBe('BUSY'));
    expect(coordinator.heard.at(-1)).toEqual([]);
    expect(board.current().resting).toBe(true);
    const refused = await coordinator.assign();
    await until(() => expect(coordinator.refusals.get(refused)).toBe('BUSY'));
    engine.runs[0]!.finish();
    await until(() => expect(coordinator.results.has(running)).toBe(true));

    loop.rest(false);
    engine.open = true;
    const later = await coordinator.assign();
    await until(() => expect(coordinator.results.has(later)).toBe(true));
    expect(state()?.state).toBe('connected');
  });
});

describe('MiningLoop.limitShare', () => {
  it('rests after its work as long as its share asks, says until when, and goes on by itself', async () => {
    await until(() => expect(state()?.state).toBe('connected'));
    loop.limitShare(10);
    engine.open = false;
    const running = await coordinator.assign();
    await until(() => expect(board.current().current).toHaveLength(1));
    const seenAt = performance.now();
    await until(() => expect(engine.runs).toHaveLength(1));
    expect(board.current().resting).toBe(false);
    const finishedAt = performance.now();
    engine.runs[0]!.finish();
    await until(() =>
      expect(board.current()).toMatchObject({ resting: true, restsUntil: expect.any(Number) }),
    );
    const refused = await coordinator.assign();
    await until(() => expect(coordinator.refusals.get(refused)).toBe('BUSY'));
    expect(coordinator.results.has(running)).toBe(true);
    await until(() => expect(board.current()).toMatchObject({ resting: false, restsUntil: null }));
    expect(performance.now() - finishedAt).toBeGreaterThanOrEqual(9 * (finishedAt - seenAt));
    await until(() => expect(coordinator.heard.at(-1)).toEqual([{ id: 'draw', together: 1 }]));
  });
});

describe('MiningLoop', () => {
  it('refuses tasks above MAX_TASKS and runs one at a time', async () => {
    engine.open = false;
    for (let task = 0; task < MAX_TASKS; task++) await coordinator.assign();
    await until(() => expect(board.current().queued).toBe(MAX_TASKS - 1));
    const oneMore = await coordinator.assign();
    expect(coordinator.refusals.get(oneMore)).toBe('BUSY');
    expect(engine.runs).toHaveLength(1);
    for (let task = 0; task < MAX_TASKS; task++) {
      await until(() => expect(engine.runs).toHaveLength(task + 1));
      engine.runs[task]!.finish();
    }
    await until(() => expect(board.current().earnedWei).toBe((BigInt(MAX_TASKS) * PRICE).toString()));
    expect(board.current()).toMatchObject({ queued: 0, tasksDone: MAX_TASKS, error: null });
  });

  it('hands back waiting tasks at stop and finishes the running one', async () => {
    engine.open = false;
    const running = await coordinator.assign();
    const queued = [await coordinator.assign(), await coordinator.assign()];
    await until(() => expect(board.current().queued).toBe(2));
    const stopped = loop.stop(10_000);
    await until(() =>
      expect(queued.map((digest) => coordinator.refusals.get(digest))).toEqual(['STOPPING', 'STOPPING']),
    );
    engine.runs[0]!.finish();
    await stopped;
    expect(coordinator.results.has(running)).toBe(true);
    expect(vouchers.kept.get(boss.address)?.cumulative).toBe(PRICE);
    expect(engine.runs).toHaveLength(1);
  });

  it('hands back the running task at stop when it exceeds the grace period', async () => {
    engine.open = false;
    const running = await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    await loop.stop(0);
    await until(() => expect(coordinator.refusals.get(running)).toBe('STOPPING'));
    expect(engine.runs[0]!.signal.aborted).toBe(true);
  });
});
