import { expect, it } from 'vitest';
import { parseCompared } from '#web/explore/compare/comparedIds.ts';

it.each([
  [null, []],
  ['', []],
  ['1,2', [1n, 2n]],
  ['7', [7n]],
  ['2,1,2', [2n, 1n]],
  ['1,2,3,4,5', [1n, 2n, 3n, 4n]],
  ['0,-1,ann,1.5,01, 3,99999999,16777216,16777215', [16_777_215n]],
])('parseCompared reads %s', (text, ids) => {
  expect(parseCompared(text)).toEqual(ids);
});
