import { expect, it } from 'vitest';
import { newestCases } from '#web/trust/newestCases.ts';

it.each([
  [0n, []],
  [2n, [2n, 1n]],
  [3n, [3n, 2n, 1n]],
  [9n, [9n, 8n, 7n]],
])('of %s cases, the three newest are %s: none of them can be hidden', (count, ids) => {
  expect(newestCases(count, 3)).toEqual(ids);
});
