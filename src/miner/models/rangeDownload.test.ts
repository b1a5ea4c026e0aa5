import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { downloadRange } from '#miner/models/rangeDownload.ts';

// The pauses between tries are not what these tests are about.
vi.mock('#miner/abortableSleep.ts', () => ({ abortableSleep: async () => undefined }));

/** Repeats itself, so that it becomes shorter when it is compressed. */
const body = Uint8Array.from({ length: 10_000 }, (_, i) => (i % 100) + (i >> 9));

type Answer = (response: ServerResponse, range: { from: number; to: number }) => void;
let answers: Answer[] = [];
let ranges: string[] = [];
const handle = (request: IncomingMessage, response: ServerResponse) => {
  ranges.push(request.headers.range!);
  const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range!)!;
  const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
  answer(response, { from: Number(from), to: Number(to) });
};
const servers = [createServer(handle), createServer(handle)] as const;
const urlOf = (at: 0 | 1) => `http://127.0.0.1:${(servers[at].address() as AddressInfo).port}/weights.bin`;

beforeAll(async () => {
  for (const server of servers) await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterAll(() => servers.forEach((server) => server.close()));

async function download(from: number, end: number, ...answering: Answer[]): Promise<Uint8Array> {
  [answers, ranges] = [answering, []];
  const got: number[] = [];
  const take = async (bytes: Uint8Array) => void got.push(...bytes);
  await downloadRange(new URL(urlOf(0)), { from, end }, take, new AbortController().signal);
  return Uint8Array.from(got);
}

const part: Answer = (response, { from, to }) =>
  response.writeHead(206, { 'content-range': `bytes ${from}-${to}/10000` }).end(body.subarray(from, to + 1));
/** Another origin hides the range from the page, unless it says that it does not. */
const hiddenPart: Answer = (response, { from, to }) =>
  response.writeHead(206).end(body.subarray(from, to + 1));
const redirect: Answer = (response) => response.writeHead(302, { location: urlOf(1) }).end();
const cutPart =
  (bytes: number): Answer =>
  (response, { from, to }) => {
    response.writeHead(206, { 'content-length': to + 1 - from });
    response.write(body.subarray(from, from + bytes), () => response.destroy());
  };
/** The whole file, compressed while it is sent, though it was asked for as it is. */
const zipped: Answer = (response) => {
  const bytes = gzipSync(body);
  response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bytes.length }).end(bytes);
};
const cutZip: Answer = (response) => {
  const bytes = gzipSync(body);
  response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bytes.length });
  response.write(bytes.subarray(0, 30), () => response.destroy());
};
/** Its length in the headers is that of other bytes, as a cache in front of it has them. */
const zippedShort: Answer = (response) => {
  const bytes = gzipSync(body.subarray(0, 5_000));
  response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bytes.length }).end(bytes);
};
const shortPart: Answer = (response, { from, to }) => part(response, { from, to: Math.min(to, from + 999) });
const longPart: Answer = (response, { from }) => part(response, { from, to: 9_999 });
const chunked: Answer = (response) => {
  response.writeHead(200);
  response.write(body.subarray(0, 4_000));
  response.end(body.subarray(4_000));
};

it.each<[string, Answer[]]>([
  ['redirects to another origin', [redirect, part]],
  ['redirects, and whose target hides the range', [redirect, hiddenPart]],
  ['is cut, and hides the range', [cutPart(2_000), hiddenPart]],
  ['redirects each time, and is cut', [redirect, cutPart(100), redirect, part]],
  ['compresses the whole file while it sends it', [zipped]],
  ['is cut while it compresses the whole file', [cutZip, zipped]],
  ['sends the whole file in chunks of unknown number', [chunked]],
  ['sends less than was asked for at a time', [shortPart]],
  ['sends more than was asked for', [longPart]],
])('downloadRange gets the bytes from a server that %s', async (_, answering) => {
  expect(await download(1_000, 9_000, ...answering)).toEqual(body.subarray(1_000, 9_000));
});

it('downloadRange asks only for what is missing, also after a redirect', async () => {
  await download(1_000, 9_000, redirect, cutPart(100), redirect, part);
  expect(ranges).toEqual(['bytes=1000-8999', 'bytes=1000-8999', 'bytes=1100-8999', 'bytes=1100-8999']);
});

it('downloadRange refuses another range than it asked for', async () => {
  const other: Answer = (response, { to }) => part(response, { from: 0, to });
  await expect(download(1_000, 9_000, other)).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
  expect(ranges).toHaveLength(1);
});

it.each<[string, Answer]>([
  ['never ends a file', cutZip],
  ['ends a compressed file too early', zippedShort],
  ['sends an empty range', (response) => response.writeHead(206).end()],
  ['redirects in a circle', (response) => response.writeHead(302, { location: urlOf(0) }).end()],
])('downloadRange gives up on a server that %s', async (_, answer) => {
  await expect(download(1_000, 9_000, answer)).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
});
