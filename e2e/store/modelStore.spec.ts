import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from '../inference/harnessPage.ts';

/** The model store in real tabs, against a server whose faults the test controls. */
const PART_BYTES = 100_000;
const PARTS = 5;
const FILE_BYTES = PARTS * PART_BYTES - 1_234;

const body = Buffer.alloc(FILE_BYTES);
for (let i = 0; i < FILE_BYTES; i++) body[i] = (i * 2_654_435_761) >>> 13;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const parts = Array.from({ length: PARTS }, (_, i) => body.subarray(i * PART_BYTES, (i + 1) * PART_BYTES));
const file = {
  path: 'weights.bin',
  bytes: FILE_BYTES,
  sha256: sha256(body),
  parts: parts.map((part) => ({ bytes: part.length, sha256: sha256(part) })),
};

let server: Server;
/** Ranges requested, and how many bytes of each answer are sent before the connection is cut. */
let asked: string[] = [];
let cuts: number[] = [];
let wrongByteAt: number | undefined;

test.beforeAll(async () => {
  server = createServer((request, response) => {
    const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'range' };
    const exposed = { ...cors, 'access-control-expose-headers': 'content-range' };
    if (request.method === 'OPTIONS') return response.writeHead(204, cors).end();
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '')!;
    asked.push(`${from}-${to}`);
    const bytes = Buffer.from(body);
    if (wrongByteAt !== undefined) bytes[wrongByteAt]! ^= 1;
    const piece = bytes.subarray(Number(from), Number(to) + 1);
    response.writeHead(206, {
      ...exposed,
      'content-length': piece.length,
      'content-range': `bytes ${from}-${to}/${FILE_BYTES}`,
    });
    const cut = cuts.shift();
    if (cut === undefined) return response.end(piece);
    return response.write(piece.subarray(0, cut), () => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});

test.afterAll(() => void server.close());

test.beforeEach(() => {
  asked = [];
  cuts = [];
  wrongByteAt = undefined;
});

async function openStore(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/e2e/store/storeHarness.html`);
  await page.waitForFunction(() => window.modelStore !== undefined);
}

const complete = (page: Page, verify = true) => {
  const { port } = server.address() as AddressInfo;
  const call = { url: `http://127.0.0.1:${port}/`, file, verify };
  return page.evaluate((options) => window.modelStore.complete(options), call);
};

test('a file survives cut connections, damage, a reload and two tabs that fetch it at once', async ({
  page,
  context,
  origin,
}) => {
  await openStore(page, origin);
  cuts = [150_000, 30_000];
  expect(await complete(page)).toEqual({ error: null, sha256: file.sha256 });
  // Bytes in flight when the connection breaks may be lost; bytes that have arrived are not requested again.
  expect(asked[0]).toBe(`0-${FILE_BYTES - 1}`);
  expect(asked).toHaveLength(3);

  // Damage in the middle: that part alone is fetched again.
  await page.evaluate(([hash, at]) => window.modelStore.damage(hash, at), [
    file.sha256,
    2.5 * PART_BYTES,
  ] as const);
  asked = [];
  expect(await complete(page)).toEqual({ error: null, sha256: file.sha256 });
  expect(asked).toEqual([`${2 * PART_BYTES}-${3 * PART_BYTES - 1}`]);

  // Half of it is there after a reload, and the half part that was not checked yet is wrong.
  await page.evaluate((hash) => window.modelStore.truncate(hash, 250_000), file.sha256);
  await page.evaluate(([hash, at]) => window.modelStore.damage(hash, at), [file.sha256, 240_000] as const);
  await openStore(page, origin);
  asked = [];
  expect(await complete(page, false)).toEqual({ error: null, sha256: file.sha256 });
  expect(asked).toEqual([`250000-${FILE_BYTES - 1}`, `200000-${FILE_BYTES - 1}`]);

  // Two tabs want it at once: it is fetched once.
  expect(await page.evaluate((hash) => window.modelStore.remove(hash), file.sha256)).toBeNull();
  const second = await context.newPage();
  await openStore(second, origin);
  asked = [];
  const both = await Promise.all([complete(page), complete(second)]);
  expect(both.map(({ error }) => error)).toEqual([null, null]);
  expect(asked).toHaveLength(1);
  await second.close();
});

test('a part with a wrong byte is refused and removed', async ({ page, origin }) => {
  await openStore(page, origin);
  wrongByteAt = PART_BYTES + 5;
  expect((await complete(page)).error).toBe('CHECKSUM_MISMATCH');
  expect(asked).toEqual([`0-${FILE_BYTES - 1}`, `${PART_BYTES}-${FILE_BYTES - 1}`]);
  expect(await page.evaluate((hash) => window.modelStore.size(hash), file.sha256)).toBe(PART_BYTES);
});

test('a model that does not fit on the device is refused with an explanation', async ({ page, origin }) => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 300_000 });
  await openStore(page, origin);
  const { error, message } = await complete(page);
  expect(error).toBe('NO_SPACE');
  // Chromium may report more free space than there is; then only the first write fails.
  expect(message).toMatch(
    /^(Test model needs 0\.5 MB more on this device|The disk is full, or the browser gives)/,
  );
});
