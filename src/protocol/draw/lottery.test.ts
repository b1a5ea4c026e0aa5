import fc from 'fast-check';
import { type Address, type Hex, keccak256, numberToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { lotteryLog, lotteryRanking, lotterySeed, minusLog2 } from '#protocol/draw/lottery.ts';
import vectors from '../../../contracts/test/vectors/lottery.json' with { type: 'json' };

const MAX = 2n ** 256n - 1n;
const addressOf = (n: number): Address => numberToHex(n, { size: 20 });

describe('minusLog2', () => {
  it('is exact at powers of two', () => {
    expect(minusLog2(MAX)).toBe(0n);
    expect(minusLog2(0n)).toBe(256n << 64n);
    for (let k = 1n; k < 256n; k++) expect(minusLog2(2n ** k - 1n)).toBe((256n - k) << 64n);
  });

  it('agrees with floating point to 1e-12 and never rises with its argument', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: MAX - 1n }), (hash) => {
        const float = 256 - Math.log2(Number(hash + 1n));
        expect(Math.abs(Number(minusLog2(hash)) / 2 ** 64 - float)).toBeLessThan(1e-12 * 256);
        expect(minusLog2(hash - 1n)).toBeGreaterThanOrEqual(minusLog2(hash));
      }),
    );
  });
});

describe('lotteryLog', () => {
  it('is bit-equal with contracts/src/Lottery.sol on the shared vectors', () => {
    expect(vectors.draws.length).toBeGreaterThanOrEqual(64);
    for (const { seed, operator, h, l } of vectors.draws as Record<'seed' | 'operator' | 'h' | 'l', Hex>[]) {
      expect(minusLog2(BigInt(h))).toBe(BigInt(l));
      expect(lotteryLog(seed, operator)).toBe(BigInt(l));
    }
  });
});

describe('lotteryRanking', () => {
  it('draws in proportion to stake: chi-square over 20,000 seeds, p > 0.001', () => {
    const weights = [20_000n, 20_000n, 50_000n, 110_000n];
    const candidates = weights.map((weight, i) => ({
      operator: addressOf(i + 1),
      weight: weight * 10n ** 18n,
    }));
    const total = Number(weights.reduce((a, b) => a + b));
    const draws = 20_000;
    const wins = new Map<Address, number>();
    for (let i = 0; i < draws; i++) {
      const winner = lotteryRanking(keccak256(numberToHex(i)), candidates)[0]!;
      wins.set(winner.operator, (wins.get(winner.operator) ?? 0) + 1);
    }
    const chiSquare = candidates.reduce((sum, { operator }, i) => {
      const expected = (draws * Number(weights[i])) / total;
      return sum + ((wins.get(operator) ?? 0) - expected) ** 2 / expected;
    }, 0);
    expect(chiSquare).toBeLessThan(16.27); // p = 0.001 at 3 degrees of freedom
  });

  it('keeps the order of the others when one candidate leaves', () => {
    const candidates = Array.from({ length: 12 }, (_, i) => ({
      operator: addressOf(i + 1),
      weight: BigInt(i + 1),
    }));
    const seed = lotterySeed(keccak256('0x01'), keccak256('0x02'));
    const all = lotteryRanking(seed, candidates);
    expect(
      lotteryRanking(
        seed,
        candidates.filter((c) => c !== all[3]),
      ),
    ).toEqual(all.filter((c) => c !== all[3]));
  });

  it('does not depend on the order of its input and leaves out weight zero', () => {
    const candidates = [3n, 0n, 5n, 7n].map((weight, i) => ({ operator: addressOf(i + 1), weight }));
    const seed = keccak256('0x0a');
    const ranking = lotteryRanking(seed, candidates);
    expect(ranking).toHaveLength(3);
    expect(lotteryRanking(seed, candidates.toReversed())).toEqual(ranking);
  });
});
