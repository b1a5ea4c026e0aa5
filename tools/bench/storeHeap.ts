/**
 * Memory of a tab that downloads a large file to its disk and then verifies it there:
 *   npm run bench:store
 * Bar: the worker that does it holds at most 64 MB more than the file's largest part.
 */
import { createHash, randomFillSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { DevtoolsTab, launchWithPipe } from '#tools/bench/devtoolsPipe.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MB = 1_000_000;
const FILE_BYTES = 2_000 * MB;
const PART_BYTES = 16 * MB;
const BAR_BYTES = 64 * MB;
const POLL_MS = 50;
const READY_MS = 60_000;

// One random megabyte repeated, each time with its number in front, so that no two parts are equal.
const block = randomFillSync(Buffer.alloc(MB));
function blockAt(number: number): Buffer {
  const bytes = Buffer.from(block);
  bytes.writeUInt32LE(number, 0);
  return bytes;
}

function* bytesOf(from: number, to: number): Generator<Buffer> {
  for (let at = from; at < to; ) {
    const number = Math.floor(at / MB);
    const end = Math.min(to, (number + 1) * MB);
    yield blockAt(number).subarray(at - number * MB, end - number * MB);
    at = end;
  }
}

function sha256(from: number, to: number): string {
  const hash = createHash('sha256');
  for (const bytes of bytesOf(from, to)) hash.update(bytes);
  return hash.digest('hex');
}

const parts = Array.from({ length: FILE_BYTES / PART_BYTES }, (_, i) => ({
  bytes: PART_BYTES,
  sha256: sha256(i * PART_BYTES, (i + 1) * PART_BYTES),
}));
const file = { path: 'weights.bin', bytes: FILE_BYTES, sha256: sha256(0, FILE_BYTES), parts };

const files = createHttpServer((request, response) => {
  const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'range' };
  if (request.method === 'OPTIONS') return response.writeHead(204, cors).end();
  const [from, to] = /bytes=(\d+)-(\d+)/
    .exec(request.headers.range ?? '')!
    .slice(1)
    .map(Number) as [number, number];
  response.writeHead(206, {
    ...cors,
    'access-control-expose-headers': 'content-range',
    'content-length': to + 1 - from,
    'content-range': `bytes ${from}-${to}/${FILE_BYTES}`,
  });
  return Readable.from(bytesOf(from, to + 1)).pipe(response);
});
await new Promise<void>((listening) => files.listen(0, '127.0.0.1', listening));
const pages = await createServer({
  ...{ root: ROOT, logLevel: 'error' },
  server: { port: 0, strictPort: false, host: '127.0.0.1' },
});
await pages.listen();
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
const profile = await mkdtemp(join(tmpdir(), 'cuckoo-store-'));
const browser = launchWithPipe(profile);
try {
  const tab = await DevtoolsTab.open(browser, 'about:blank');
  const starting = tab.nextWorker();
  await tab.evaluate(
    `location.href = 'http://127.0.0.1:${portOf(pages.httpServer!)}/e2e/store/storeHarness.html'`,
  );
  const worker = await starting;
  await tab.until(`'modelStore' in globalThis`, READY_MS);
  const idle = await worker.heap();
  const rows: Record<string, string | number>[] = [];
  for (const [what, verify] of [
    ['download', false],
    ['verify', true],
  ] as const) {
    const options = JSON.stringify({ url: `http://127.0.0.1:${portOf(files)}/`, file, verify });
    const began = performance.now();
    let [peak, resident, done] = [0, 0, false];
    const work = tab.evaluate(`modelStore.download(${options}).then(() => 0)`).finally(() => (done = true));
    while (!done) {
      [peak, resident] = [
        Math.max(peak, await worker.heap()),
        Math.max(resident, await browser.resident('renderer')),
      ];
      await wait(POLL_MS);
    }
    await work;
    rows.push({
      what,
      seconds: Math.round((performance.now() - began) / 1_000),
      'worker at its peak, MB': Number((peak / MB).toFixed(1)),
      'above the largest part, MB': Number(((peak - PART_BYTES) / MB).toFixed(1)),
      'tab resident, MB': Math.round(resident / MB),
      'at the bar': peak - PART_BYTES <= BAR_BYTES ? 'yes' : 'no',
    });
  }
  console.log(
    `A file of ${FILE_BYTES / MB} MB in parts of ${PART_BYTES / MB} MB; ` +
      `the idle worker holds ${(idle / MB).toFixed(1)} MB.`,
  );
  console.table(rows);
  if (rows.some((row) => row['at the bar'] === 'no')) process.exitCode = 1;
} finally {
  await browser.close();
  await pages.close();
  files.close();
  await rm(profile, { recursive: true, force: true });
}
