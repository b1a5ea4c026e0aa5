import { expect, it } from 'vitest';
import { latentBytes, latentOf } from '#inference/diffusion/trace/latentBytes.ts';

it('writes float32 in little-endian order and reads it from any offset', () => {
  const part = latentBytes(Float32Array.of(1, -2.5));
  expect([...part]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0]);
  const within = Uint8Array.of(9, ...part, 9).subarray(1, 9);
  expect(latentOf(within, 2)).toEqual(Float32Array.of(1, -2.5));
});

it.each<[string, Uint8Array, number]>([
  ['with a float too few', latentBytes(Float32Array.of(1)), 2],
  ['with a float too many', latentBytes(Float32Array.of(1, 2, 3)), 2],
  ['with half a float', new Uint8Array(6), 1],
  ['with NaN', latentBytes(Float32Array.of(1, NaN)), 2],
  ['with infinity', latentBytes(Float32Array.of(-Infinity, 1)), 2],
])('reads no latent from a part %s', (_, part, count) => {
  expect(latentOf(part, count)).toBeUndefined();
});
