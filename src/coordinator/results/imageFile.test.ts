import { deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { expect, it } from 'vitest';
import { isPngOfSize, READ_CHANNELS } from '#coordinator/results/imageFile.ts';

const image = (width: number, height: number, channels: 3 | 4 = 3) =>
  encode({ width, height, channels, depth: 8, data: new Uint8Array(width * height * channels).fill(7) });

/** Replaces the data of the first chunk of a type and corrects its checksum. */
async function withChunk(png: Uint8Array, type: string, data: Uint8Array): Promise<Buffer> {
  const { crc32 } = await import('node:zlib');
  const file = Buffer.from(png);
  const at = file.indexOf(type, 0, 'latin1');
  const after = at + 4 + file.readUInt32BE(at - 4) + 4;
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([file.subarray(0, at - 4), length, body, checksum, file.subarray(after)]);
}

it.each([3, 4] as const)('isPngOfSize accepts %i channels at the right size only', async (channels) => {
  expect(await isPngOfSize(image(16, 8, channels), 16, 8)).toBe(true);
  expect(await isPngOfSize(image(16, 8, channels), 8, 16)).toBe(false);
});

it('isPngOfSize accepts grey with transparency only with READ_CHANNELS', async () => {
  const grey = encode({ width: 16, height: 8, channels: 2, depth: 8, data: new Uint8Array(256) });
  expect(await isPngOfSize(grey, 16, 8)).toBe(false);
  expect(await isPngOfSize(grey, 16, 8, READ_CHANNELS)).toBe(true);
});

it('isPngOfSize accepts a greyscale PNG only with READ_CHANNELS', async () => {
  const grey = encode({ width: 16, height: 8, channels: 1, depth: 8, data: new Uint8Array(128) });
  expect(await isPngOfSize(grey, 16, 8)).toBe(false);
  expect(await isPngOfSize(grey, 16, 8, READ_CHANNELS)).toBe(true);
});

it('isPngOfSize refuses a truncated, changed, extended or empty file', async () => {
  const png = image(16, 8);
  const changed = Uint8Array.from(png);
  changed[50]! ^= 1;
  for (const bad of [
    png.subarray(0, -1),
    changed,
    Buffer.concat([png, Buffer.from([0])]),
    new Uint8Array(0),
  ]) {
    expect(await isPngOfSize(bad, 16, 8)).toBe(false);
  }
});

it('isPngOfSize refuses pixel data that does not fit the header without unpacking it all', async () => {
  const png = image(16, 8);
  const bomb = deflateSync(Buffer.alloc(256 * 1024 * 1024));
  const before = process.memoryUsage().arrayBuffers;
  expect(await isPngOfSize(await withChunk(png, 'IDAT', bomb), 16, 8)).toBe(false);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  expect(await isPngOfSize(await withChunk(png, 'IDAT', deflateSync(Buffer.alloc(10))), 16, 8)).toBe(false);
  expect(await isPngOfSize(await withChunk(png, 'IDAT', deflateSync(Buffer.alloc(8 * 49, 9))), 16, 8)).toBe(
    false,
  );
});
