import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { partsOf } from '#miner/models/fileParts.ts';
import { PartWriter } from '#miner/models/partWriter.ts';
import { RangeDigest } from '#miner/models/rangeDigest.ts';
import { downloadRange } from '#miner/models/rangeDownload.ts';
import { requireSpace } from '#miner/models/storeSpace.ts';

/** Tests the parts of the store that need no browser; e2e tests the whole store in real tabs. */

const body = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 31) >> 2);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let server: Server;
let url: URL;
let asked: (string | undefined)[] = [];
let cuts: number[] = [];
let statuses: number[] = [];
let hasRanges = true;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { range } = request.headers;
    asked.push(range);
    const status = statuses.shift();
    if (status !== undefined) return response.writeHead(status).end();
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(range ?? '')!;
    const piece = hasRanges ? body.subarray(Number(from), Number(to) + 1) : body;
    const head = { 'content-length': piece.length, 'content-range': `bytes ${from}-${to}/${body.length}` };
    response.writeHead(hasRanges ? 206 : 200, head);
    const cut = cuts.shift();
    if (cut === undefined) return response.end(piece);
    return response.write(piece.subarray(0, cut), () => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/weights.bin`);
});
afterAll(() => server.close());
beforeEach(() => {
  [asked, cuts, statuses, hasRanges] = [[], [], [], true];
});

async function download(range: { from: number; end: number }, signal = new AbortController().signal) {
  const got: number[] = [];
  await downloadRange(url, range, async (bytes) => void got.push(...bytes), signal);
  return Uint8Array.from(got);
}

describe('downloadRange', () => {
  it('resumes where the connection was cut', async () => {
    cuts = [3_000, 500];
    expect(await download({ from: 1_000, end: 9_000 })).toEqual(body.subarray(1_000, 9_000));
    expect(asked).toEqual(['bytes=1000-8999', 'bytes=4000-8999', 'bytes=4500-8999']);
  });

  it('cuts the range out of the full response of a server without range support', async () => {
    hasRanges = false;
    expect(await download({ from: 1_000, end: 9_000 })).toEqual(body.subarray(1_000, 9_000));
  });

  it('retries a busy server, but not a missing file', async () => {
    statuses = [503];
    expect(await download({ from: 0, end: 10 })).toEqual(body.subarray(0, 10));
    statuses = [404];
    await expect(download({ from: 0, end: 10 })).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    expect(asked).toHaveLength(3);
  });

  it('goes on as long as bytes come, however often it is cut', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', async (_: URL, { headers }: { headers: { range: string } }) => {
      const [from] = /\d+/.exec(headers.range)!;
      let pulls = 0;
      const oneByte = new ReadableStream({
        pull: (controller) =>
          pulls++ === 0 ? controller.enqueue(body.slice(Number(from), Number(from) + 1)) : controller.error(),
      });
      return new Response(oneByte, { status: 206, headers: { 'content-range': `bytes ${from}-9/10` } });
    });
    try {
      const got = download({ from: 0, end: 10 });
      got.catch(() => undefined);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(await got).toEqual(body.subarray(0, 10));
    } finally {
      vi.useRealTimers();
      vi.unstubAllGlobals();
    }
  });

  it('reports a file that is too short and a download that was aborted', async () => {
    statuses = [416];
    await expect(download({ from: 0, end: 20_000 })).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    hasRanges = false;
    await expect(download({ from: 0, end: 20_000 })).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    await expect(download({ from: 0, end: 10 }, AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

/** A sync access handle in memory. */
function memoryFile() {
  let bytes = new Uint8Array(0);
  const file = {
    getSize: () => bytes.length,
    truncate: (size: number) => {
      const next = new Uint8Array(size);
      next.set(bytes.subarray(0, size));
      bytes = next;
    },
    flush: () => undefined,
    close: () => undefined,
    write: (piece: Uint8Array, { at }: { at: number }) => {
      if (at + piece.length > bytes.length) file.truncate(at + piece.length);
      bytes.set(piece, at);
      return piece.length;
    },
    read: (target: Uint8Array, { at }: { at: number }) => {
      const piece = bytes.subarray(at, at + target.length);
      target.set(piece);
      return piece.length;
    },
  };
  return file;
}

const cutInto = (size: number) =>
  Array.from({ length: Math.ceil(body.length / size) }, (_, i) =>
    body.subarray(i * size, (i + 1) * size),
  ).map((part) => ({ bytes: part.length, sha256: sha256(part) }));
const described = { path: 'weights.bin', bytes: body.length, sha256: sha256(body) };

describe('PartWriter', () => {
  const writing = (file: ReturnType<typeof memoryFile>) => ({
    file,
    digest: new RangeDigest(),
    name: 'weights.bin',
    from: 0,
  });

  it('verifies each part once it is complete, whatever the chunk sizes', async () => {
    const file = memoryFile();
    const parts = partsOf({ ...described, parts: cutInto(3_000) });
    expect(parts.map(({ start, end }) => [start, end])).toEqual([
      [0, 3_000],
      [3_000, 6_000],
      [6_000, 9_000],
      [9_000, 10_000],
    ]);
    const writer = new PartWriter({ ...writing(file), parts });
    for (let at = 0; at < body.length; at += 777) await writer.write(body.slice(at, at + 777));
    expect(await new RangeDigest().of(file, 0, body.length)).toBe(described.sha256);
  });

  it('discards a part whose hash is wrong', async () => {
    const file = memoryFile();
    const writer = new PartWriter({
      ...writing(file),
      parts: partsOf({ ...described, parts: cutInto(3_000) }),
    });
    const wrong = body.slice();
    wrong[4_000]! ^= 1;
    await expect(writer.write(wrong)).rejects.toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      part: { start: 3_000 },
    });
    expect(file.getSize()).toBe(3_000);
  });

  it('reports a full disk', async () => {
    const full = { ...memoryFile(), write: () => 0 };
    const writer = new PartWriter({ ...writing(full), parts: partsOf(described) });
    await expect(writer.write(body)).rejects.toMatchObject({ code: 'NO_SPACE' });
  });
});

it('RangeDigest hashes a range longer than its buffer, and gives undefined for missing bytes', async () => {
  const length = 2 ** 26 + 5;
  const zeros = { read: (target: Uint8Array) => target.fill(0).length };
  expect(await new RangeDigest().of(zeros, 0, length)).toBe(sha256(new Uint8Array(length)));
  expect(await new RangeDigest().of(memoryFile(), 0, 10)).toBeUndefined();
});

it('requireSpace reports how much space a model needs and how much is left', async () => {
  vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 3e9, usage: 2.5e9 }) } });
  await requireSpace('Big model', 5e8);
  await expect(requireSpace('Big model', 5e8 + 1)).rejects.toMatchObject({ code: 'NO_SPACE' });
  await expect(requireSpace('Big model', 2e9)).rejects.toThrow(
    'Big model needs 2.0 GB more on this device, and the browser has 500.0 MB left for this site: ' +
      'delete a model, or make room on the disk.',
  );
  vi.unstubAllGlobals();
});
