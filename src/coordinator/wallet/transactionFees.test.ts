import { expect, it } from 'vitest';
import { type Fees, firstFees, raisedFees } from '#coordinator/wallet/transactionFees.ts';

const fees = (maxFeePerGas: bigint, maxPriorityFeePerGas: bigint): Fees => ({
  maxFeePerGas,
  maxPriorityFeePerGas,
});
const CEILING = 1_000n;

it.each([
  ['what is asked', fees(999n, 9n), fees(999n, 9n)],
  ['the ceiling', fees(1_001n, 1_001n), fees(1_000n, 1_000n)],
])('firstFees offers %s', (_, asked, offered) => {
  expect(firstFees(asked, CEILING)).toEqual(offered);
});

it.each([
  ['an eighth more than before, rounded up', fees(100n, 10n), fees(50n, 1n), fees(113n, 12n)],
  ['what is asked where that is more', fees(100n, 10n), fees(500n, 20n), fees(500n, 20n)],
  ['the ceiling where more is asked', fees(100n, 10n), fees(5_000n, 20n), fees(1_000n, 20n)],
  ['the ceiling where that is just enough more', fees(892n, 892n), fees(1n, 1n), fees(1_000n, 1_000n)],
  ['a tip of no more than the fee', fees(100n, 10n), fees(50n, 500n), fees(113n, 113n)],
  ['nothing where the ceiling is too little more', fees(893n, 1n), fees(1n, 1n), undefined],
])('raisedFees offers %s', (_, before, asked, offered) => {
  expect(raisedFees(before, asked, CEILING)).toEqual(offered);
});
