import { encode } from 'fast-png';
import { expect, it } from 'vitest';
import { pngSize } from '#protocol/task/pngHeader.ts';

const png = encode({ width: 12, height: 5, channels: 3, data: new Uint8Array(180) });

it('pngSize reads the size of a PNG and nothing else', () => {
  expect(pngSize(png)).toEqual({ width: 12, height: 5 });
  expect(pngSize(png.subarray(0, 28))).toBeUndefined();
  expect(pngSize(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" />'))).toBeUndefined();
});
