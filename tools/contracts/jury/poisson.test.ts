import { describe, expect, it } from 'vitest';
import { binomial, type Distribution, poisson } from '#tools/contracts/jury/poisson.ts';

const meanOf = ({ chances }: Distribution) => chances.reduce((sum, chance, count) => sum + chance * count, 0);

describe('poisson', () => {
  it.each([
    [0, [1]],
    [1, [1, 1, 1 / 2, 1 / 6].map((part) => part / Math.E)],
    [3, [1, 3, 9 / 2, 9 / 2].map((part) => part / Math.E ** 3)],
  ])('has the published chances of a mean of %f', (mean, expected) => {
    expected.forEach((chance, count) => void expect(poisson(mean).chances[count]).toBeCloseTo(chance, 14));
  });

  it.each([0, 0.3, 192.5, 2_000])('has all chances of a mean of %f', (mean) => {
    expect(meanOf(poisson(mean))).toBeCloseTo(mean, 9);
    expect(poisson(mean).atMost(Number.MAX_SAFE_INTEGER)).toBeCloseTo(1, 12);
  });
});

describe('binomial', () => {
  it.each([
    [0, 0.8, [1]],
    [2, 0.8, [0.04, 0.32, 0.64]],
    [3, 0.5, [0.125, 0.375, 0.375, 0.125]],
  ])('has the chances of %i trials with %f', (trials, chance, expected) => {
    const { chances } = binomial(trials, chance);
    expect(chances).toHaveLength(expected.length);
    expected.forEach((each, count) => void expect(chances[count]).toBeCloseTo(each, 14));
  });

  it('has the mean of many trials', () => {
    expect(meanOf(binomial(700, 0.8))).toBeCloseTo(560, 9);
  });
});

describe('within', () => {
  it.each([
    [0, 2, 1],
    [1, 1, 0.32],
    [-5, 0, 0.04],
    [2, 1, 0],
    [0, -1, 0],
    [1, 99, 0.96],
  ])('sums the chances of %i to %i', (least, most, expected) => {
    expect(binomial(2, 0.8).within(least, most)).toBeCloseTo(expected, 14);
  });
});
