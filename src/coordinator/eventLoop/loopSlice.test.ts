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

it('LoopSlice.inTurn lets the loop turn between callers that come at once', async () => {
  const slice = new LoopSlice(0);
  expect(await turnsDuring(() => atOnce(() => slice.inTurn()))).toBeGreaterThanOrEqual(CALLERS - 1);
});

it('LoopSlice.inTurn keeps the order of its callers', async () => {
  const slice = new LoopSlice(0);
  const order: number[] = [];
  await Promise.all([0, 1, 2, 3].map(async (caller) => slice.inTurn().then(() => order.push(caller))));
  expect(order).toEqual([0, 1, 2, 3]);
});

it('LoopSlice.pause lets the loop turn once for all that wait', async () => {
  const slice = new LoopSlice(0);
  expect(await turnsDuring(() => atOnce(() => slice.pause()))).toBeLessThanOrEqual(2);
});

it('LoopSlice waits for nothing while the slice lasts', async () => {
  const slice = new LoopSlice(60_000);
  expect(await turnsDuring(() => atOnce(() => slice.inTurn()))).toBe(0);
});
