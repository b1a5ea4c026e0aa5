import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import { countOf, dailyEmission, idleStake } from '#web/staking/emission.ts';

const cai = (whole: number) => parseEther(String(whole));
const EMISSION = { rateWei: 10n, endsAt: 0, rewardWeight: cai(1_000) };

describe('dailyEmission', () => {
  it('is the stake’s part of a day’s emission', () => {
    expect(dailyEmission(idleStake(cai(100)), EMISSION)).toBe(86_400n);
  });

  it.each([
    ['no commission', 0, 172_800n],
    ['some', 1_000, 155_520n],
    ['all', 10_000, 0n],
  ])('counts working stake twice, less the commission: %s', (_, commissionBps, earned) => {
    expect(dailyEmission({ amount: cai(100), count: 2n, commissionBps }, EMISSION)).toBe(earned);
  });

  it('is divided by the weight that the stake adds too', () => {
    expect(dailyEmission(idleStake(cai(1_000)), EMISSION, cai(1_000))).toBe(432_000n);
  });

  it('is nothing below the least weight, at which the contract emits', () => {
    const under = { ...EMISSION, rateWei: cai(1), rewardWeight: cai(1) - 1n };
    expect(dailyEmission(idleStake(1n), under)).toBe(0n);
    expect(dailyEmission(idleStake(1n), under, 1n)).toBe(86_400n);
    expect(dailyEmission(idleStake(1n), EMISSION, -EMISSION.rewardWeight)).toBe(0n);
  });
});

it.each([
  ['inactive', { active: false, workingUntil: 9 }, 0n],
  ['active', { active: true, workingUntil: 0 }, 1n],
  ['working', { active: true, workingUntil: 9 }, 2n],
])('stake in a node that is %s counts as often as the contract says', (_, node, count) => {
  expect(countOf(node)).toBe(count);
});
