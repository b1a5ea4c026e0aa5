import { expect, it } from 'vitest';
import { exitSpansOf } from '#web/portfolio/exitSpans.ts';

const exit = (id: bigint, readyAt: number) => ({ id, nodeId: 0n, target: 0n, amount: 5n, readyAt });

it('spans from the first request to the last end, with the present on it', () => {
  const { exits, now } = exitSpansOf([exit(1n, 1_100), exit(2n, 1_400)], {
    ...{ coolDown: 100, nowSeconds: 1_200 },
  });
  expect(exits).toMatchObject([
    { id: 1n, askedAt: 1_000, readyAt: 1_100, start: 0, width: 25 },
    { id: 2n, askedAt: 1_300, readyAt: 1_400, start: 75, width: 25 },
  ]);
  expect(now).toBe(50);
});

it('reaches to the present where all exits are over, or none has begun', () => {
  expect(exitSpansOf([exit(1n, 1_100)], { coolDown: 100, nowSeconds: 1_400 })).toMatchObject({
    now: 100,
    exits: [{ start: 0, width: 25 }],
  });
  expect(exitSpansOf([exit(1n, 1_100)], { coolDown: 0, nowSeconds: 1_100 }).now).toBe(0);
});
