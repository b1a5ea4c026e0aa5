import { expect, it, vi } from 'vitest';
import { caseSeconds } from '#chain/courts/courtTerms.ts';
import { casesToServe } from '#miner/jury/casesToServe.ts';
import { Courthouse, TERMS } from '#miner/testing/courthouse.ts';
import { miner } from '#miner/testing/world.ts';

function setUp(cases: number) {
  const house = new Courthouse(miner.address);
  for (let at = 0; at < cases; at++) house.open();
  const weightIn = vi.fn(async () => 1n);
  const count = () => casesToServe({ chain: house, weightIn, nowSeconds: house.nowSeconds });
  return { house, weightIn, count };
}

it('counts the cases that run and for which the node may be drawn', async () => {
  const { house, weightIn, count } = setUp(3);
  expect(await count()).toBe(3);
  weightIn.mockResolvedValueOnce(0n);
  expect(await count()).toBe(2);
  house.settle(2n, 'right');
  expect(await count()).toBe(2);
});

it('counts no case that is too old to run, and looks at none before it', async () => {
  const { house, count } = setUp(40);
  house.nowSeconds += caseSeconds(TERMS) - 1;
  expect(await count()).toBe(40);
  house.nowSeconds += 1;
  house.looked.length = 0;
  expect(await count()).toBe(0);
  expect(house.looked.length).toBeLessThan(40);
});
