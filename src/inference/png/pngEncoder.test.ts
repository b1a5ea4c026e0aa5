import { inflateSync } from 'node:zlib';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { huffmanDeflate } from '#inference/png/huffmanDeflate.ts';
import { encodePng } from '#inference/png/pngEncoder.ts';
import { normals, STREAM } from '#protocol/draw/counterRandom.ts';

/** Bytes distributed like a picture’s noise. */
const noise = (length: number, deviation: number) =>
  Uint8Array.from(normals(1, STREAM.initialNoise, 0, length), (x) => 128 + deviation * x);

/** Bytes 0, 1, 2 … with Fibonacci counts, which give the longest Huffman codes. */
function fibonacci(symbols: number): Uint8Array {
  const counts = [1, 1];
  while (counts.length < symbols) counts.push(counts.at(-1)! + counts.at(-2)!);
  return Uint8Array.from(counts.flatMap((count, byte) => new Array<number>(count).fill(byte)));
}

describe('huffmanDeflate', () => {
  const cases: Record<string, Uint8Array> = {
    'one byte': Uint8Array.of(7),
    'one repeated byte': new Uint8Array(100_000).fill(255),
    'two bytes': Uint8Array.from({ length: 999 }, (_, at) => at % 2),
    'every byte': Uint8Array.from({ length: 256 }, (_, at) => at),
    'the last symbols': Uint8Array.of(255, 254, 255),
    noise: noise(200_001, 5),
    'codes that would be longer than 15 bits': fibonacci(24),
  };
  it.each(Object.entries(cases))('writes a stream that zlib reads: %s', (_name, bytes) => {
    expect(new Uint8Array(inflateSync(huffmanDeflate(bytes)))).toEqual(bytes);
  });

  it('stays within 2 % of the entropy', () => {
    // The entropy of a normal distribution with deviation 5 is log2(5 sqrt(2 pi e)) bits.
    const entropy = Math.log2(5 * Math.sqrt(2 * Math.PI * Math.E));
    expect((8 * huffmanDeflate(noise(200_000, 5)).length) / 200_000).toBeLessThan(1.02 * entropy);
  });
});

describe('encodePng', () => {
  it.each([
    [1, 1],
    [3, 2],
    [1, 5],
    [64, 48],
  ])('writes a file that another decoder reads, %i x %i', (width, height) => {
    const data = noise(3 * width * height, 60);
    const text = { Software: 'Cuckoo', Strength: '½' };
    const decoded = decode(encodePng({ width, height, data }, text), { checkCrc: true });
    expect(decoded).toMatchObject({ width, height, channels: 3, depth: 8, text });
    expect(new Uint8Array(decoded.data)).toEqual(data);
  });

  it('refuses text that is not Latin-1', () => {
    const pixel = { width: 1, height: 1, data: new Uint8Array(3) };
    expect(() => encodePng(pixel, { Software: '☃' })).toThrow(RangeError);
  });
});
