import { encode } from 'fast-png';
import { expect, it } from 'vitest';
import { isPngWithin, pngSize } from '#protocol/task/pngHeader.ts';

const png = encode({ width: 12, height: 5, channels: 3, data: new Uint8Array(180) });

it('reads the size of a PNG and of nothing else', () => {
  expect(pngSize(png)).toEqual({ width: 12, height: 5 });
  expect(pngSize(png.subarray(0, 28))).toBeUndefined();
  expect(pngSize(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" />'))).toBeUndefined();
});

it('holds it against a side', () => {
  expect(isPngWithin(png, 12)).toBe(true);
  expect(isPngWithin(png, 11)).toBe(false);
  const flat = Uint8Array.from(png).fill(0, 20, 24);
  expect(isPngWithin(flat, 12)).toBe(false);
});
