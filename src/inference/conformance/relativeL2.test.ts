import { expect, it } from 'vitest';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';

it.each([
  ['nothing of what is equal', [3, 4], [3, 4], 0],
  ['a share of the expected length', [3, 4.5], [3, 4], 0.1],
  ['the whole of it where nothing came', [0, 0], [3, 4], 1],
  ['endless where numbers are left out', [3], [3, 4], Infinity],
  ['endless where there are more', [3, 4, 0], [3, 4], Infinity],
  ['endless where there are none', [], [3, 4], Infinity],
])('is %s', (_, actual, expected, distance) => {
  expect(relativeL2(actual, expected)).toBeCloseTo(distance, 12);
});
