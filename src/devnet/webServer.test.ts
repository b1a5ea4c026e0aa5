import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { startWebServer, type WebServer } from '#devnet/webServer.ts';

const SCRIPT = 'export const answer = 42;\n'.repeat(100);
let folder: string;
let server: WebServer;

/** Unlike `fetch`, it unpacks nothing. */
const request = (path: string, encodings?: string) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const headers = encodings === undefined ? {} : { 'accept-encoding': encodings };
    get(`${server.url}${path}`, { headers }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part);
      resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(parts) });
    }).on('error', reject);
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cuckoo-page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  const script = join(folder, 'assets', 'index-abc.js');
  writeFileSync(script, SCRIPT);
  writeFileSync(`${script}.br`, brotliCompressSync(SCRIPT));
  writeFileSync(`${script}.gz`, gzipSync(SCRIPT));
  server = await startWebServer({ port: 0, config: { name: 'test' } as NetworkConfig, folder });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

it.each([
  ['br, gzip', 'br', brotliCompressSync(SCRIPT)],
  ['gzip', 'gzip', gzipSync(SCRIPT)],
  ['identity', undefined, Buffer.from(SCRIPT)],
  [undefined, undefined, Buffer.from(SCRIPT)],
])('startWebServer sends to a browser that accepts %s what it can read', async (accepted, encoding, body) => {
  const answer = await request('/assets/index-abc.js', accepted);
  expect([answer.status, answer.headers['content-encoding']]).toEqual([200, encoding]);
  expect(answer.headers['content-type']).toMatch(/javascript/);
  expect(answer.body).toEqual(body);
});

it('startWebServer lets browsers keep what is named by its content, and nothing else', async () => {
  const [script, network, page] = await Promise.all(
    ['/assets/index-abc.js', '/network.json', '/mine'].map((path) => request(path)),
  );
  expect(script!.headers['cache-control']).toContain('immutable');
  expect(network!.headers['cache-control']).toBe('no-store');
  expect(page!.headers['cache-control']).toBeUndefined();
});

it('startWebServer answers the app’s own addresses with the page, and a missing file with 404', async () => {
  const statuses = ['/', '/mine', '/a/b', '/missing.js', '/assets/missing-abc.js'].map(
    async (path) => (await request(path)).status,
  );
  expect(await Promise.all(statuses)).toEqual([200, 200, 200, 404, 404]);
});

it('startWebServer keeps the page out of frames and its address out of others’ logs', async () => {
  const { headers } = await request('/mine');
  expect(headers).toMatchObject({
    'content-security-policy': "frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin-allow-popups',
  });
});
