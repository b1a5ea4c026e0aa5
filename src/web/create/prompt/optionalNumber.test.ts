import { expect, it } from 'vitest';
import { optionalNumber } from '#web/create/prompt/optionalNumber.ts';

const STEPS = { min: 1, max: 50, whole: true };
const LENGTH = { min: 1, max: 4_096, whole: true };
const HEAT = { min: 0, max: 2, whole: false };

it.each([
  ['', STEPS, undefined, null],
  [' 12 ', STEPS, 12, null],
  ['0', STEPS, undefined, 'A whole number from 1 to 50.'],
  ['51', STEPS, undefined, 'A whole number from 1 to 50.'],
  ['1.5', STEPS, undefined, 'A whole number from 1 to 50.'],
  ['4097', LENGTH, undefined, 'A whole number from 1 to 4,096.'],
  ['1.5', HEAT, 1.5, null],
  ['-1', HEAT, undefined, 'A number from 0 to 2.'],
  ['1e0', HEAT, undefined, 'A number from 0 to 2.'],
  ['two', HEAT, undefined, 'A number from 0 to 2.'],
])('optionalNumber reads %j', (text, bounds, value, problem) => {
  expect(optionalNumber(text, bounds)).toEqual({ value, problem });
});
