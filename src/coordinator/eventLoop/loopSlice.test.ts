import { expect, it } from 'vitest';
import { LoopSlice } from '#coordinator/eventLoop/loopSlice.ts';

const CALLERS = 20;

/** How often the event loop turned while `work` ran. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let next = setImmediate(function turn() {
    turns += 1;
    next = setImmediate(turn);
  });
  await work();
  clearImmediate(next);
  return turns;
}

const atOnce = (call: () => Promise<void>) => Promise.all(Array.from({ length: CALLERS }, call));

it('LoopSlice.pause lets the loop turn between callers that come at once', async () => {
  const slice = new LoopSlice(0);
  expect(await turnsDuring(() => atOnce(() => slice.pause()))).toBeGreaterThanOrEqual(CALLERS - 1);
});

it('LoopSlice.pause keeps the order of its callers', async () => {
  const slice = new LoopSlice(0);
  const order: number[] = [];
  await Promise.all([0, 1, 2, 3].map(async (caller) => slice.pause().then(() => order.push(caller))));
  expect(order).toEqual([0, 1, 2, 3]);
});

it('LoopSlice waits for nothing while the slice lasts', async () => {
  const slice = new LoopSlice(60_000);
  expect(await turnsDuring(() => atOnce(() => slice.pause()))).toBe(0);
});

it('LoopSlice.pause counts what a caller goes on to do before it lets the next one go on', async () => {
  const slice = new LoopSlice(4);
  const turns = await turnsDuring(() =>
    atOnce(async () => {
      await slice.pause();
      // As a request that is read in several steps.
      for (let step = 0; step < 20; step++) await Promise.resolve();
      for (const began = performance.now(); performance.now() - began < 2; );
    }),
  );
  // Three in a slice at most.
  expect(turns).toBeGreaterThanOrEqual(Math.floor(CALLERS / 3));
});

it('LoopSlice.compute does one work after the other, and the next also after one that fails', async () => {
  const slice = new LoopSlice();
  const steps: string[] = [];
  const work = (name: string) => async () => {
    steps.push(`${name} begins`);
    await Promise.resolve();
    steps.push(`${name} ends`);
    if (name === 'a') throw new Error('a failed');
    return name;
  };
  const done = await Promise.allSettled([slice.compute(work('a')), slice.compute(work('b'))]);
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(done).toMatchObject([{ reason: new Error('a failed') }, { value: 'b' }]);
});

it('LoopSlice.compute lets the loop turn between works that come at once', async () => {
  const slice = new LoopSlice(0);
  expect(await turnsDuring(() => atOnce(() => slice.compute(async () => undefined)))).toBeGreaterThanOrEqual(
    CALLERS - 1,
  );
});
