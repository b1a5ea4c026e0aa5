import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import type { PastEarning } from '#chain/history/pastEarnings.ts';
import { averageApr, momentsOf } from '#web/staking/pastApr.ts';
import { exampleNode } from '#web/staking/testing/exampleNode.ts';

const cai = (whole: number) => parseEther(String(whole));

it('momentsOf are evenly apart, from so many days ago until now', () => {
  const moments = momentsOf(8, 1_000_000);
  expect(moments).toHaveLength(9);
  expect([moments[0], moments[1], moments[8]]).toEqual([1_000_000 - 691_200, 1_000_000 - 604_800, 1_000_000]);
});

/** One CAI a second over so much stake that counts, in millions of CAI. */
const earning = (at: number, millions: number, change = {}): PastEarning => ({
  at,
  emission: { rateWei: cai(1), endsAt: 2_000_000_000, rewardWeight: cai(millions * 1_000_000) },
  node: { ...exampleNode({ weight: cai(20_000) }), commissionBps: 0, ...change },
});

it.each([
  // 31,536,000 a year over 315,360,000, and over half of it.
  ['the rate where it stayed', [earning(0, 315.36), earning(100, 315.36)], 0.1],
  ['between two rates', [earning(0, 315.36), earning(100, 157.68)], 0.15],
  [
    'nearer the one that was there longer',
    [earning(0, 315.36), earning(300, 315.36), earning(400, 157.68)],
    0.1125,
  ],
  ['less while it did not serve', [earning(0, 315.36, { weight: 0n }), earning(100, 315.36)], 0.05],
  ['less its commission then', [earning(0, 315.36, { commissionBps: 5_000 }), earning(9, 315.36)], 0.075],
])('averageApr is %s', (_, earnings, expected) => {
  expect(averageApr(earnings)).toBeCloseTo(expected, 9);
});
