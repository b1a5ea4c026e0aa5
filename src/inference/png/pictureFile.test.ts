import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { readPng } from '#inference/png/pictureFile.ts';

/** A PNG of one pixel. */
const pixelOf = (...data: number[]) =>
  encode({ width: 1, height: 1, channels: data.length, depth: 8, data: Uint8Array.from(data) });

describe('readPng', () => {
  it.each<[string, number[], [number, number, number]]>([
    ['colours', [0, 51, 255], [-1, -0.6, 1]],
    ['grey', [51], [-0.6, -0.6, -0.6]],
    ['an opaque pixel', [0, 51, 255, 255], [-1, -0.6, 1]],
    ['a transparent pixel as white', [0, 51, 255, 0], [1, 1, 1]],
    ['a transparent grey as white', [0, 0], [1, 1, 1]],
    ['a pixel that is half there over white', [0, 0, 0, 51], [0.6, 0.6, 0.6]],
  ])('reads %s', async (_, pixel, planes) => {
    const { data, dims } = await readPng(pixelOf(...pixel), 1, 1, [-1, 1]);
    expect(dims).toEqual([1, 3, 1, 1]);
    for (const [colour, value] of planes.entries()) expect(data[colour]).toBeCloseTo(value, 6);
  });

  it.each([
    ['width', 2, 1],
    ['height', 1, 2],
  ])('refuses a picture of another %s', async (_, width, height) => {
    await expect(readPng(pixelOf(0, 0, 0), width, height, [-1, 1])).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});
