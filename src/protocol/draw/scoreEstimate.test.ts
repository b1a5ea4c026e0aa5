import fc from 'fast-check';
import { type Address, bytesToBigInt, hexToBigInt, keccak256, numberToBytes, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { type Candidate, lotteryLog, lotteryRanking, minusLog2 } from '#protocol/draw/lottery.ts';
import { estimateLog, isClearlyApart } from '#protocol/draw/scoreEstimate.ts';

const Q64 = 2 ** 64;
const SEED = keccak256(toHex('seed'));
const operatorOf = (place: number): Address => toHex(place + 1, { size: 20 });
const hashOf = (value: bigint): Uint8Array => numberToBytes(value, { size: 32 });
const ONE = 2n ** 256n;

/** The ranking by exact scores alone. */
const exactRanking = (candidates: readonly Candidate[]): Candidate[] =>
  candidates
    .filter(({ weight }) => weight > 0n)
    .map((candidate) => ({ candidate, log: lotteryLog(SEED, candidate.operator) }))
    .sort((a, b) => {
      const difference = a.log * b.candidate.weight - b.log * a.candidate.weight;
      if (difference !== 0n) return difference < 0n ? -1 : 1;
      return a.candidate.operator < b.candidate.operator ? -1 : 1;
    })
    .map(({ candidate }) => candidate);

describe('estimateLog', () => {
  it('is within 2^-40 of the exact logarithm wherever it is given', () => {
    const hash = fc.oneof(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      // Near 0, 1/2 and 1, at every distance.
      fc
        .tuple(fc.integer({ min: 0, max: 255 }), fc.bigInt(0n, 2n ** 64n))
        .map(([bits, noise]) => hashOf(((1n << BigInt(bits)) + noise) % ONE)),
      fc
        .tuple(fc.integer({ min: 0, max: 255 }), fc.bigInt(0n, 2n ** 64n))
        .map(([bits, noise]) => hashOf((2n * ONE - 1n - (1n << BigInt(bits)) - noise) % ONE)),
    );
    fc.assert(
      fc.property(hash, (bytes) => {
        const estimate = estimateLog(bytes);
        if (estimate === undefined) return;
        const exact = Number(minusLog2(bytesToBigInt(bytes))) / Q64;
        expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(exact * 2 ** -40);
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    ['just above 2^-16', true, hexToBigInt(`0x0001${'0'.repeat(60)}`)],
    ['just below 2^-16', false, hexToBigInt(`0x0000fffe${'0'.repeat(56)}`)],
    ['2^-16 below 1', true, ONE - 1n - hexToBigInt(`0x0001${'0'.repeat(60)}`)],
    ['closer to 1', false, ONE - 1n - hexToBigInt(`0x0000fffe${'0'.repeat(56)}`)],
    ['0', false, 0n],
    ['the largest', false, ONE - 1n],
  ])('for a hash %s is given: %s', (_, isGiven, hash) => {
    expect(estimateLog(hashOf(hash)) !== undefined).toBe(isGiven);
  });
});

describe('isClearlyApart', () => {
  it('is true beyond the sum of both errors only', () => {
    expect(isClearlyApart(1, 1 + 2 ** -37)).toBe(true);
    expect(isClearlyApart(1, 1 + 2 ** -39)).toBe(false);
    expect(isClearlyApart(0, 0)).toBe(false);
  });
});

describe('lotteryRanking', () => {
  it('is the exact order for any weights', () => {
    const weights = fc.array(fc.oneof(fc.bigInt(0n, 10n), fc.bigInt(0n, 2n ** 90n)), { maxLength: 40 });
    fc.assert(
      fc.property(weights, (list) => {
        const candidates = list.map((weight, place) => ({ operator: operatorOf(place), weight }));
        expect(lotteryRanking(SEED, candidates)).toEqual(exactRanking(candidates));
      }),
      { numRuns: 300 },
    );
  });

  it('is the exact order of scores that differ in their last digits only', () => {
    // Weights in proportion to the logarithms make all scores equal but for the rounding of the weight.
    for (let round = 0; round < 200; round++) {
      const candidates = Array.from({ length: 8 }, (_, place) => {
        const operator = operatorOf(8 * round + place);
        return { operator, weight: lotteryLog(SEED, operator) * 1_000n + BigInt(((place * 7) % 5) - 2) };
      });
      expect(lotteryRanking(SEED, candidates)).toEqual(exactRanking(candidates));
    }
  });
});
