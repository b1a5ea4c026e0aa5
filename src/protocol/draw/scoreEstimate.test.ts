import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactLog } from '#protocol/draw/lottery.ts';
import { distanceFromOne, estimateLog, isClearlyApart } from '#protocol/draw/scoreEstimate.ts';

const Q64 = 2 ** 64;
const ONE = 2n ** 64n;
const halvesOf = (word: bigint): [high: number, low: number] => [
  Number(word >> 32n),
  Number(word & 0xffff_ffffn),
];
const word = fc.oneof(
  fc.bigInt(0n, ONE - 1n),
  // Near 0, 1/2 and 1, at every distance.
  fc
    .tuple(fc.integer({ min: 0, max: 63 }), fc.bigInt(0n, 2n ** 20n))
    .map(([bits, noise]) => ((1n << BigInt(bits)) + noise) % ONE),
  fc
    .tuple(fc.integer({ min: 0, max: 63 }), fc.bigInt(0n, 2n ** 20n))
    .map(([bits, noise]) => (2n * ONE - 1n - (1n << BigInt(bits)) - noise) % ONE),
);

describe('estimateLog', () => {
  it('is within 2^-41 of the exact logarithm wherever it is given', () => {
    fc.assert(
      fc.property(word, (value) => {
        const estimate = estimateLog(...halvesOf(value));
        if (estimate === undefined) return;
        const exact = Number(exactLog(value)) / Q64;
        expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(exact * 2 ** -41);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['2^-22 below 1', true, ONE - 1n - 2n ** 42n],
    ['just closer to 1', false, ONE - 2n ** 42n],
    ['0', true, 0n],
    ['the largest', false, ONE - 1n],
  ])('for a word %s is given: %s', (_, isGiven, value) => {
    expect(estimateLog(...halvesOf(value)) !== undefined).toBe(isGiven);
  });
});

describe('distanceFromOne', () => {
  it('is at most the natural logarithm of 1 / u, but for the rounding of floats', () => {
    fc.assert(
      fc.property(word, (value) => {
        const logarithm = (Number(exactLog(value)) / Q64) * Math.LN2;
        expect(distanceFromOne(...halvesOf(value))).toBeLessThanOrEqual(logarithm * (1 + 2 ** -50));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [0n, 1],
    [ONE / 2n - 1n, 0.5],
    [ONE - 2n, 2 ** -64],
    [ONE - 1n, 0],
  ])('of %s is %s', (value, distance) => {
    expect(distanceFromOne(...halvesOf(value))).toBe(distance);
  });
});

describe('isClearlyApart', () => {
  it('is true beyond the sum of both errors only', () => {
    expect(isClearlyApart(1, 1 + 2 ** -37)).toBe(true);
    expect(isClearlyApart(1, 1 + 2 ** -39)).toBe(false);
    expect(isClearlyApart(0, 0)).toBe(false);
  });
});
