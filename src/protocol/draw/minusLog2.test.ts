import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minusLog2 } from '#protocol/draw/minusLog2.ts';
import vectors from '../../../contracts/test/vectors/lottery.json' with { type: 'json' };

const MAX = 2n ** 256n - 1n;

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

  it.each(vectors.edges)('is bit-equal with contracts/src/Lottery.sol for $h', ({ h, l }) => {
    expect(minusLog2(BigInt(h))).toBe(BigInt(l));
  });
});
