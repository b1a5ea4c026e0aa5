import { describe, expect, it } from 'vitest';
import { gumbel, normals, philox4x32, STREAM } from '#protocol/draw/counterRandom.ts';

describe('philox4x32', () => {
  it('gives the known answers of the Random123 distribution', () => {
    expect(philox4x32([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    expect(philox4x32([0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff])).toEqual([
      0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
    ]);
    expect(philox4x32([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });
});

describe('normals', () => {
  it('has mean 0 and variance 1 within five standard errors', () => {
    const count = 100_000;
    const values = normals(7, STREAM.initialNoise, 0, count);
    const mean = values.reduce((sum, x) => sum + x, 0) / count;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(count));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
  });

  it('depends on seed, stream and position, and on nothing else', () => {
    const first = normals(2 ** 40 + 1, STREAM.initialNoise, 0, 7);
    expect(normals(2 ** 40 + 1, STREAM.initialNoise, 0, 7)).toEqual(first);
    expect(normals(1, STREAM.initialNoise, 0, 7)).not.toEqual(first);
    expect(normals(2 ** 40 + 1, STREAM.stepNoise, 0, 7)).not.toEqual(first);
    expect(normals(2 ** 40 + 1, STREAM.initialNoise, 1, 7)).not.toEqual(first);
    expect(normals(2 ** 40 + 1, STREAM.initialNoise, 0, 5)).toEqual(first.slice(0, 5));
  });
});

describe('gumbel', () => {
  it('samples a categorical distribution by argmax in its proportions', () => {
    const weights = [0.5, 0.3, 0.2];
    const draws = 20_000;
    const counts = [0, 0, 0];
    for (let position = 0; position < draws; position++) {
      const noisy = weights.map((w, i) => Math.log(w) + gumbel(99, position, i));
      counts[noisy.indexOf(Math.max(...noisy))]!++;
    }
    const chiSquare = counts.reduce(
      (sum, c, i) => sum + (c - draws * weights[i]!) ** 2 / (draws * weights[i]!),
      0,
    );
    expect(chiSquare).toBeLessThan(13.8); // p = 0.001 at 2 degrees of freedom
  });
});
