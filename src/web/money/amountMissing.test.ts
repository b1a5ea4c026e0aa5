import { expect, it } from 'vitest';
import { amountMissing } from '#web/money/amountMissing.ts';

const EMPTY = { wei: undefined, maximum: 5n, sentence: null };
const NONE = 'Your wallet has no CAI.';

it.each([
  ['nothing of an amount that can be sent', { ...EMPTY, wei: 5n }, undefined],
  ['to enter an amount', EMPTY, 'Enter an amount first.'],
  ['to correct an amount', { ...EMPTY, sentence: 'Too much.' }, 'Correct the amount first.'],
  ['that there is nothing to take it from', { ...EMPTY, maximum: 0n }, NONE],
  ['the same of an amount above that', { ...EMPTY, maximum: 0n, sentence: 'Too much.' }, NONE],
  ['to wait for the balance', { ...EMPTY, maximum: undefined }, 'Reading how much you have…'],
])('a form of an amount says %s', (_, amount, said) => {
  expect(amountMissing(amount, NONE)).toBe(said);
});
