import { describe, expect, it } from 'vitest';
import { countOf, dailyEmission, idleStake } from '#web/staking/emission.ts';

const EMISSION = { rate: 10n, rewardWeight: 1_000n };

describe('dailyEmission', () => {
  it('is the stake’s part of a day’s emission', () => {
    expect(dailyEmission(idleStake(100n), EMISSION)).toBe(86_400n);
  });

  it.each([
    ['no commission', 0, 172_800n],
    ['some', 1_000, 155_520n],
    ['all', 10_000, 0n],
  ])('counts working stake twice, less the commission: %s', (_, commissionBps, earned) => {
    expect(dailyEmission({ amount: 100n, count: 2n, commissionBps }, EMISSION)).toBe(earned);
  });

  it('is divided by the weight that the stake adds too', () => {
    expect(dailyEmission(idleStake(1_000n), EMISSION, 1_000n)).toBe(432_000n);
  });

  it('is nothing where there is no weight at all', () => {
    expect(dailyEmission(idleStake(1n), { rate: 10n, rewardWeight: 0n })).toBe(0n);
    expect(dailyEmission(idleStake(1n), { rate: 10n, rewardWeight: 5n }, -5n)).toBe(0n);
  });
});

it.each([
  ['inactive', { active: false, workingUntil: 9 }, 0n],
  ['active', { active: true, workingUntil: 0 }, 1n],
  ['working', { active: true, workingUntil: 9 }, 2n],
])('stake in a node that is %s counts as often as the contract says', (_, node, count) => {
  expect(countOf(node)).toBe(count);
});
