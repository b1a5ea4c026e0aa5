import { expect, it } from 'vitest';
import { ChainClock } from '#chain/chainClock.ts';

it.each([
  ['the clock here, while blocks are older', 990, 1_000],
  ['the clock here, when a block is as old as now', 1_000, 1_000],
  ['the chain’s time where it is ahead', 1_060, 1_060],
])('ChainClock tells %s', (_, minedAt, now) => {
  const clock = new ChainClock(() => 1_000);
  expect(clock.now()).toBe(1_000);
  clock.see(minedAt);
  expect(clock.now()).toBe(now);
});

it('ChainClock goes on from a block that was ahead when it came, until the next one', () => {
  let here = 1_000;
  const clock = new ChainClock(() => here);
  clock.see(1_060);
  here += 30;
  expect(clock.now()).toBe(1_090);
  clock.see(1_000);
  expect(clock.now()).toBe(1_030);
});

it('ChainClock goes on while a chain that is ahead makes no block, however often the old one is seen', () => {
  let here = 1_000;
  const clock = new ChainClock(() => here);
  clock.see(1_060);
  here += 20;
  clock.see(1_060);
  expect(clock.now()).toBe(1_080);
  here += 20;
  clock.see(1_060);
  expect(clock.now()).toBe(1_100);
  clock.see(1_101);
  expect(clock.now()).toBe(1_101);
});
