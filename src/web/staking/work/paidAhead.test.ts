import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import { feeAhead, feePerDay, paymentsOf } from '#web/staking/work/paidAhead.ts';

const cai = (whole: number) => parseEther(String(whole));
const DAY = 86_400;
/** One CAI of fees pays for a day: nine tenths of it are shared out. */
const weight = cai(70_000);
const fee = (at: number, whole = 0.9) => ({ amount: cai(whole), at });

describe('feeAhead', () => {
  it('is what fees paid, with what was burnt of them', () => {
    expect(feeAhead([fee(DAY)], { weight, nowSeconds: DAY })).toBe(cai(1));
    expect(feePerDay(weight)).toBe(cai(1));
  });

  it.each([
    ['runs down by a day’s fee a day', [fee(0)], DAY / 2, 0.5],
    ['is nothing once it is used up, not less', [fee(0)], 9 * DAY, 0],
    ['adds up what is paid in time', [fee(0), fee(DAY / 2)], DAY / 2, 1.5],
    ['begins anew after it was used up', [fee(0), fee(5 * DAY)], 5 * DAY, 1],
    ['is four weeks at most', [fee(0, 90)], 0, 28],
  ])('%s', (_, fees, nowSeconds, left) => {
    expect(feeAhead(fees, { weight, nowSeconds })).toBe(cai(left));
  });

  it('counts whole seconds', () => {
    expect(feeAhead([fee(0)], { weight, nowSeconds: DAY / 2 + 0.812 })).toBe(cai(0.5));
  });

  it('is nothing for a node without weight', () => {
    expect(feeAhead([fee(0)], { weight: 0n, nowSeconds: 0 })).toBe(0n);
  });
});

it.each([
  ['miner', 25],
  ['coordinator', 100],
] as const)('paymentsOf: what the pool of a %s gets of a payment', (role, payments) => {
  // 5 % of a payment, of which the payer's pool gets a fifth.
  expect(paymentsOf(cai(1), role, { feeBps: 500, payerPoolBps: 2_000 })).toBe(cai(payments));
});

it('knows no payments where a pool gets nothing of them', () => {
  expect(paymentsOf(1n, 'coordinator', { feeBps: 500, payerPoolBps: 0 })).toBeUndefined();
  expect(paymentsOf(1n, 'miner', { feeBps: 0, payerPoolBps: 0 })).toBeUndefined();
});
