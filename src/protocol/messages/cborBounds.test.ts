import { encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBoundedCbor } from '#protocol/messages/cborBounds.ts';

/** Items of a JSON-like value: itself, and those inside it; a map's keys count too. */
function itemsOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + itemsOf(each), 1);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 1;
  return Object.values(value).reduce((sum: number, each) => sum + 1 + itemsOf(each), 1);
}
const nested = (depth: number): unknown => (depth === 0 ? [] : [nested(depth - 1)]);

describe('isBoundedCbor', () => {
  it('counts every item of any message', () => {
    const leaf = fc.oneof(
      ...[
        fc.integer(),
        fc.double(),
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      ],
      fc.uint8Array(),
    );
    const message = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(message, (value) => {
        const [bytes, items] = [encode(value), itemsOf(value)];
        expect([isBoundedCbor(bytes, items), isBoundedCbor(bytes, items - 1)]).toEqual([true, false]);
      }),
    );
  });

  it.each([
    [15, true],
    [16, false],
    [100_000, false],
  ])('of lists in %i lists is %s', (depth, expected) => {
    const bytes = depth < 1_000 ? encode(nested(depth)) : new Uint8Array(depth).fill(0x81);
    expect(isBoundedCbor(bytes, 1_000_000)).toBe(expected);
  });

  it.each<[string, number[]]>([
    ['nothing', []],
    ['a list that ends early', [0x82, 0x01]],
    ['a text that ends early', [0x65, 0x61]],
    ['a length that ends early', [0x99, 0x01]],
    ['a list of open length', [0x9f, 0x01, 0xff]],
    ['bytes of 2^64 − 1', [0x5b, ...Array<number>(8).fill(0xff)]],
    ['a list of 2^64 − 1', [0x9b, ...Array<number>(8).fill(0xff)]],
    ['a reserved length', [0x1c]],
  ])('refuses %s', (_, bytes) => {
    expect(isBoundedCbor(Uint8Array.from(bytes), 1_000)).toBe(false);
  });

  it('judges sixteen megabytes of empty maps in no time', () => {
    const count = 16 * 1024 * 1024;
    const bytes = new Uint8Array(5 + count).fill(0xa0);
    bytes.set([0x9a, count >>> 24, (count >>> 16) & 0xff, (count >>> 8) & 0xff, count & 0xff]);
    const started = performance.now();
    expect(isBoundedCbor(bytes, 300_000)).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
