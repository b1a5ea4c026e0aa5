import { describe, expect, it } from 'vitest';
import { linearPixels, previewSteps, shrink } from '#inference/diffusion/latentPreview.ts';
import { normals } from '#protocol/draw/counterRandom.ts';

describe('linearPixels', () => {
  it.each([
    [1, 1, 2, 3],
    [4, 2, 3, 1],
    [5, 3, 1, 2],
    [47, 8, 3, 2],
  ])('maps %i channels to %i pixels a side, for %i x %i cells', (channels, patch, rows, columns) => {
    const numbers = normals(1, 0, 0, (channels + 1) * 3 * patch * patch);
    const length = 3 * patch * patch;
    const factors = Array.from({ length: channels + 1 }, (_, row) => [
      ...numbers.subarray(row * length, (row + 1) * length),
    ]);
    const data = normals(2, 0, 0, channels * rows * columns).map((x) => x / channels);
    const pixels = linearPixels({ patch, factors }, { data, dims: [1, channels, rows, columns] });
    expect([pixels.width, pixels.height]).toEqual([columns * patch, rows * patch]);
    const expected = Array.from({ length: pixels.data.length }, (_, at) => {
      const [colour, x, y] = [at % 3, Math.floor(at / 3) % pixels.width, Math.floor(at / 3 / pixels.width)];
      const place = (colour * patch + (y % patch)) * patch + (x % patch);
      const cell = Math.floor(y / patch) * columns + Math.floor(x / patch);
      let level = factors[channels]![place]!;
      for (let channel = 0; channel < channels; channel++) {
        level += data[channel * rows * columns + cell]! * factors[channel]![place]!;
      }
      return Math.min(Math.max(255 * level, 0), 255);
    });
    // Halves round to even, and sums in another order differ in their last bits.
    for (const [at, level] of expected.entries())
      expect(Math.abs(pixels.data[at]! - level)).toBeLessThanOrEqual(0.5 + 1e-9);
  });
});

describe('previewSteps', () => {
  it.each([
    [4, 3, [1, 2, 3]],
    [20, 3, [5, 10, 15]],
    [2, 8, [1]],
    [1, 3, []],
  ])('spaces previews evenly: %i steps, %i previews', (steps, previews, shown) => {
    expect([...previewSteps(steps, previews)]).toEqual(shown);
  });
});

it('shrink averages each square of pixels', () => {
  const data = Uint8Array.from({ length: 5 * 4 * 3 }, (_, at) => 4 * at);
  const mean = (x: number, y: number, colour: number) => {
    const at = (dx: number, dy: number) => 4 * (((y + dy) * 5 + x + dx) * 3 + colour);
    return Math.round((at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4);
  };
  const small = shrink({ width: 5, height: 4, data }, 3);
  expect([small.width, small.height]).toEqual([2, 2]);
  const places = [0, 2].flatMap((y) => [0, 2].map((x) => [x, y] as const));
  expect([...small.data]).toEqual(places.flatMap(([x, y]) => [0, 1, 2].map((colour) => mean(x, y, colour))));
});
