import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import type { Emission } from '#chain/emission.ts';
import {
  aprAfterVote,
  type Earner,
  formatApr,
  idleApr,
  rewardWeightIf,
  voterApr,
  yearlyOf,
} from '#web/staking/apr.ts';

const cai = (whole: number) => parseEther(String(whole));

/** One CAI a second, 31,536,000 CAI a year, over ten times as much stake: a tenth of it a year. */
const EMISSION: Emission = { rateWei: cai(1), endsAt: 2_000_000_000, rewardWeight: cai(315_360_000) };
const node = (more: Partial<Earner> = {}): Earner => ({
  ...{ weight: cai(20_000), workingUntil: 0, commissionBps: 0 },
  ...more,
});

describe('voterApr', () => {
  it.each<[string, Earner, number]>([
    ['the base rate without a commission', node(), 0.1],
    ['nine tenths and a half of it with 5 %', node({ commissionBps: 500 }), 0.095],
    ['half of it with the highest commission', node({ commissionBps: 5_000 }), 0.05],
    ['double for a node that works', node({ workingUntil: 9 }), 0.2],
    ['double, less the commission', node({ workingUntil: 9, commissionBps: 1_000 }), 0.18],
    ['nothing without weight', node({ weight: 0n }), 0],
  ])('is %s', (_, earner, expected) => {
    expect(voterApr(EMISSION, earner)).toBeCloseTo(expected, 9);
  });

  it('counts a node’s own stake twice for what it would earn by working', () => {
    // 31,536,000 CAI more weight: 2 × 31,536,000 / 346,896,000.
    const idle = node({ weight: cai(31_536_000) });
    expect(rewardWeightIf(EMISSION, idle, true)).toBe(cai(346_896_000));
    expect(voterApr(EMISSION, idle, true)).toBeCloseTo(0.181818, 6);
  });

  it('counts it once for what a working one would earn without work', () => {
    // 31,536,000 CAI less weight: 31,536,000 / 283,824,000.
    const busy = node({ weight: cai(31_536_000), workingUntil: 9 });
    expect(voterApr(EMISSION, busy, false)).toBeCloseTo(0.111111, 6);
  });

  it('is nothing once all is paid out, or while there is no stake', () => {
    expect(voterApr({ ...EMISSION, rateWei: 0n }, node())).toBe(0);
    expect(voterApr({ ...EMISSION, rewardWeight: 10n ** 18n - 1n }, node({ weight: 1n }))).toBe(0);
  });
});

describe('aprAfterVote', () => {
  it('divides the same emission by more stake', () => {
    // 31,536,000 / (315,360,000 + 34,640,000) = 31,536,000 / 350,000,000.
    expect(aprAfterVote(EMISSION, node(), { wei: cai(34_640_000), fromIdle: 0n })).toBeCloseTo(0.090103, 6);
  });

  it('counts a vote for a working node twice, and what was idle before once already', () => {
    const busy = node({ workingUntil: 9 });
    expect(aprAfterVote(EMISSION, busy, { wei: cai(17_320_000), fromIdle: 0n })).toBeCloseTo(0.180206, 6);
    expect(aprAfterVote(EMISSION, node(), { wei: cai(5_000), fromIdle: cai(5_000) })).toBeCloseTo(0.1, 9);
  });

  it('is nothing for a node without weight', () => {
    expect(aprAfterVote(EMISSION, node({ weight: 0n }), { wei: cai(1), fromIdle: 0n })).toBe(0);
  });
});

it('idleApr is the base rate', () => {
  expect(idleApr(EMISSION)).toBeCloseTo(0.1, 9);
  expect(idleApr({ ...EMISSION, rewardWeight: 0n })).toBe(0);
});

it('yearlyOf is the rate’s part of an amount', () => {
  expect(yearlyOf(cai(1_000), 0.095)).toBe(cai(95));
  expect(yearlyOf(cai(1_000), 0)).toBe(0n);
});

it.each([
  [0, '0 % a year'],
  [0.000_01, '<0.01 % a year'],
  [0.000_1, '0.01 % a year'],
  [0.095, '9.5 % a year'],
  [0.123_456, '12.3 % a year'],
  [1, '100 % a year'],
  [12.345, '1,230 % a year'],
])('formatApr writes %d as %s', (fraction, text) => {
  expect(formatApr(fraction)).toBe(text);
});

it('calls no slash of late a yearly rate', () => {
  expect(formatApr(-1)).toBe('Nothing now');
});
