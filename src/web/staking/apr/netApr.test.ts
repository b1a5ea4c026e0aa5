import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { netApr, observedParts } from '#web/staking/apr/netApr.ts';

const cai = (whole: number) => parseEther(String(whole));
const node = { assets: cai(36_500) };

it('counts fees over the stake that shared them, at the pace of the days', () => {
  const { fees, losses } = observedParts({ fees: cai(300), lost: 0n, days: 30 }, node);
  expect(fees).toBeCloseTo(0.1, 9);
  expect(losses).toBe(0);
});

it('counts slashes over the stake that was there before', () => {
  expect(observedParts({ fees: 0n, lost: cai(365), days: 365 }, node).losses).toBeCloseTo(365 / 36_865, 9);
});

it('takes no more than all, and nothing of a node without stake', () => {
  expect(observedParts({ fees: 0n, lost: cai(30_000), days: 7 }, node).losses).toBe(1);
  expect(observedParts({ fees: cai(1), lost: 0n, days: 7 }, { assets: 0n })).toEqual({ fees: 0, losses: 0 });
});

it('counts nothing where more was given back than taken', () => {
  expect(observedParts({ fees: 0n, lost: -cai(1), days: 30 }, node).losses).toBe(0);
});

it('is what comes in less what goes', () => {
  expect(netApr({ emission: 0.1, fees: 0.05, losses: 0.02 })).toBeCloseTo(0.13, 9);
});
