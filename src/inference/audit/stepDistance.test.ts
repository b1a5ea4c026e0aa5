import { expect, it } from 'vitest';
import { stepDistance } from '#inference/audit/stepDistance.ts';

const before = Float32Array.of(1, 0, 0, 0);
const expected = Float32Array.of(1, 0.1, 0, 0);

it.each<[string, Float32Array, number]>([
  ['0 for the same latent', expected, 0],
  ['1 for a skipped step, however small the step is', before, 1],
  ['1/2 for a step that went half of its way', Float32Array.of(1, 0.05, 0, 0), 0.5],
])('is %s', (_, claimed, distance) => {
  expect(stepDistance({ before, expected, claimed })).toBeCloseTo(distance, 6);
});

it('is not blown up where a step changes nothing', () => {
  const claimed = Float32Array.of(1 + 1e-6, 0, 0, 0);
  expect(stepDistance({ before, expected: before, claimed })).toBeLessThan(2e-3);
});
