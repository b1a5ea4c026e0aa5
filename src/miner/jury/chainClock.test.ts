import { expect, it } from 'vitest';
import { ChainClock } from '#miner/jury/chainClock.ts';
import { Chain } from '#miner/testing/world.ts';

it.each([
  ['the clock here, while blocks are older', 990, 1_000],
  ['the clock here, when a block is as old as now', 1_000, 1_000],
  ['the chain’s time where it is ahead', 1_060, 1_060],
])('ChainClock tells %s', (_, minedAt, now) => {
  const chain = new Chain();
  const clock = new ChainClock(chain, () => 1_000);
  chain.change({ minedAt });
  expect(clock.now()).toBe(now);
});

it('ChainClock goes on from a block that was ahead when it came', () => {
  let here = 1_000;
  const chain = new Chain();
  chain.change({ minedAt: 1_060 });
  const clock = new ChainClock(chain, () => here);
  here += 30;
  expect(clock.now()).toBe(1_090);
  clock.stop();
  chain.change({ minedAt: 9_999 });
  expect(clock.now()).toBe(1_090);
});
