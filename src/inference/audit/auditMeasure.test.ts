import { expect, it } from 'vitest';
import { distanceOf, type Measured } from '#inference/audit/auditMeasure.ts';

it.each<[string, Record<string, Measured>, number]>([
  ['the measure that is nearest to its bound', { a: { value: 1, bound: 4 }, b: { value: 1, bound: 2 } }, 0.5],
  ['1 at the bound', { a: { value: 2, bound: 2 } }, 1],
  [
    'infinity with a measure that is not a number',
    { a: { value: NaN, bound: 1 }, b: { value: 0, bound: 1 } },
    Infinity,
  ],
  ['infinity with one that is infinite', { a: { value: Infinity, bound: 1 } }, Infinity],
])('distanceOf gives %s', (_, measures, distance) => {
  expect(distanceOf({ measures })).toBe(distance);
});
