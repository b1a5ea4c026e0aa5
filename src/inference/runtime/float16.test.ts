import { expect, it } from 'vitest';
import { decodeFloat16, encodeFloat16 } from '#inference/runtime/float16.ts';

it('float16 numbers survive decoding and encoding', () => {
  const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits).filter(
    (bits) => (bits & 0x7c00) !== 0x7c00,
  );
  expect(encodeFloat16(decodeFloat16(all))).toEqual(all);
});

it('encodeFloat16 rounds to the nearest number, ties to even, and overflows to infinity', () => {
  // 1 + 2^-11 lies between 1 and 1 + 2^-10; 1 + 3·2^-11 between odd and even; 65,520 is halfway to 2^16.
  const values = [1 + 2 ** -11, 1 + 3 * 2 ** -11, 65_519, 65_520, 2 ** -25, 3 * 2 ** -25, -0, Infinity, NaN];
  expect([...decodeFloat16(encodeFloat16(values))]).toEqual([
    1,
    1 + 2 ** -9,
    65_504,
    Infinity,
    0,
    2 ** -23,
    -0,
    Infinity,
    NaN,
  ]);
});
