import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { startWebServer, type WebServer } from '#devnet/webServer.ts';
import { HOUSE_MINER_PATH, houseMinerSchema } from '#protocol/devnet/houseMiner.ts';

const SCRIPT = 'export const answer = 42;\n'.repeat(100);
const PAGES = {
  ...{ 'index.html': 'start', 'mine/index.html': 'mine', 'other.html': 'other' },
  ...{ 'nodes/index.html': 'nodes', 'nodes/other.html': 'node', 'models/other.html': 'model' },
  ...{ 'mine/index.ar.html': 'mine in Arabic', 'nodes/other.ar.html': 'node in Arabic' },
  'mine/index.pt-BR.html': 'mine in Brazilian Portuguese',
};
const CONFIG = { name: 'test', rpcUrl: 'http://chain.test:8545/rpc', devnet: true } as NetworkConfig;
const HOUSE_MINER = { state: 'preparing', seconds: 12, last_seconds: { Icons: 40 } } as const;
let folder: string;
let server: WebServer;

/** Unlike `fetch`, it unpacks nothing. */
const request = (path: string, encodings?: string, known?: string, more: OutgoingHttpHeaders = {}) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const headers = {
      ...more,
      ...(encodings !== undefined && { 'accept-encoding': encodings }),
      ...(known !== undefined && { 'if-none-match': known }),
    };
    get(`${server.url}${path}`, { headers }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part);
      resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(parts) });
    }).on('error', reject);
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cuckoo-page-'));
  mkdirSync(join(folder, 'assets'));
  for (const name of ['mine', 'nodes', 'models', 'models/icons']) mkdirSync(join(folder, name));
  for (const [file, name] of Object.entries(PAGES))
    writeFileSync(join(folder, file), `<!doctype html><title>${name}</title><meta nonce="CSP_NONCE">`);
  writeFileSync(join(folder, 'long.html'), `<!doctype html><title>long</title>${'<p>word</p>'.repeat(200)}`);
  writeFileSync(join(folder, 'words.json'), '["owl"]');
  writeFileSync(join(folder, 'models', 'icons', 'manifest.json'), '{"id":"icons"}');
  writeFileSync(join(folder, 'service-worker.js'), SCRIPT);
  const script = join(folder, 'assets', 'index-abc.js');
  writeFileSync(script, SCRIPT);
  writeFileSync(`${script}.br`, brotliCompressSync(SCRIPT));
  writeFileSync(`${script}.gz`, gzipSync(SCRIPT));
  server = await startWebServer({ port: 0, config: CONFIG, folder, houseMiner: () => HOUSE_MINER });
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

it.each([
  ['/assets/index-abc.js', 'public, max-age=31536000, immutable'],
  ['/network.json', 'no-cache'],
  ['/words.json', 'no-cache'],
  // A browser finds a newer one at its next look.
  ['/service-worker.js', 'no-cache'],
  ['/', 'no-cache'],
  ['/mine', 'no-cache'],
])('startWebServer sends %s with cache-control: %s', async (path, control) => {
  const { status, headers } = await request(path);
  expect([status, headers['cache-control']]).toEqual([200, control]);
});

it('startWebServer does not send again what a browser has, until it has changed', async () => {
  const words = join(folder, 'words.json');
  const first = await request('/words.json');
  const etag = first.headers.etag!;
  const again = await request('/words.json', undefined, etag);
  expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, etag]);
  utimesSync(words, new Date(), new Date(Date.now() + 5_000));
  const changed = await request('/words.json', undefined, etag);
  expect([changed.status, changed.body]).toEqual([200, first.body]);
  expect(changed.headers.etag).not.toBe(etag);
});

it('startWebServer keeps the page out of frames and its address out of others’ logs', async () => {
  const { headers } = await request('/mine');
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin-allow-popups',
  });
});

/** Directive to sources. */
const policyOf = (headers: IncomingHttpHeaders) =>
  new Map(
    String(headers['content-security-policy'])
      .split('; ')
      .map((directive) => directive.split(' '))
      .map(([name, ...sources]) => [name!, sources] as const),
  );

it('startWebServer allows only its own scripts, and connections to its chain and to this machine', async () => {
  const policy = policyOf((await request('/mine')).headers);
  expect(policy.get('default-src')).toEqual(["'self'"]);
  expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
  expect(policy.get('connect-src')).toContain('http://chain.test:8545');
  expect(policy.get('connect-src')).toContain('ws://127.0.0.1:*');
  for (const name of ['frame-ancestors', 'base-uri', 'object-src'])
    expect(policy.get(name)).toEqual(["'none'"]);
  // Its service worker too.
  expect(policy.get('worker-src')).toEqual(["'self'"]);
});

it('startWebServer allows WalletConnect only where the network names its project', async () => {
  const without = policyOf((await request('/mine')).headers);
  expect([...without.values()].flat().filter((source) => source.includes('walletconnect'))).toEqual([]);
  expect(without.get('frame-src')).toBeUndefined();
  const config = { ...CONFIG, walletConnectProjectId: '0123456789abcdef0123456789abcdef' };
  const offering = await startWebServer({ port: 0, config, folder });
  const answer = await fetch(`${offering.url}/mine`);
  await offering.stop();
  const policy = policyOf(Object.fromEntries(answer.headers));
  expect(policy.get('connect-src')).toEqual([
    ...without.get('connect-src')!,
    ...['wss://relay.walletconnect.org', 'https://verify.walletconnect.org'],
  ]);
  expect(policy.get('frame-src')).toEqual(['https://verify.walletconnect.org']);
  for (const name of ['default-src', 'script-src', 'img-src', 'frame-ancestors'])
    expect(policy.get(name)).toEqual(without.get(name));
});

it.each(['/', '/mine'])('startWebServer gives every answer to %s a nonce of its own', async (path) => {
  const answers = await Promise.all([request(path), request(path)]);
  const nonces = answers.map(({ body }) => /nonce="([^"]+)"/.exec(body.toString())?.[1]);
  answers.forEach(({ headers }, i) => {
    expect(policyOf(headers).get('style-src')).toEqual(["'self'", `'nonce-${nonces[i]}'`]);
  });
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(nonces[0]).not.toBe('CSP_NONCE');
});

it.each([
  ['/', 'start'],
  ['/?a=1', 'start'],
  ['/index.html', 'start'],
  ['/%69ndex.html', 'start'],
  ['/mine', 'mine'],
  ['/mine/', 'mine'],
  ['/mine/index.html', 'mine'],
  ['/a/b', 'other'],
  ['/other.html', 'other'],
  ['/mine/deeper', 'other'],
  ['/nodes/', 'nodes'],
  ['/nodes/7', 'node'],
  ['/nodes/7/more', 'other'],
  ['/models/..%2Ficons', 'other'],
  ['/%ZZ', 'other'],
  // Its files are in the folder of its address.
  ['/models/icons', 'model'],
  ['/models/icons/', 'model'],
])('startWebServer answers %s with the file of the page: %s', async (path, name) => {
  const { status, body } = await request(path);
  // `other` says that there is no such page.
  expect(status).toBe(name === 'other' ? 404 : 200);
  expect(body.toString()).toContain(`<title>${name}</title>`);
  expect(body.toString()).not.toContain('CSP_NONCE');
});

it.each([
  ...['/nodes/0', '/nodes/07', '/nodes/x', '/nodes/%ZZ', '/nodes/123456789'].map((path) => [path, 'node']),
  ...['/models/none', '/models/qwen2.5-0.5b'].map((path) => [path, 'model']),
])(
  'startWebServer answers %s, which names nothing, with 404 and the page that says so',
  async (path, name) => {
    const { status, body } = await request(path!);
    expect(status).toBe(404);
    expect(body.toString()).toContain(`<title>${name}</title>`);
  },
);

const WANTS_ARABIC = { 'accept-language': 'fr, ar-EG;q=0.9, en;q=0.8' };
const chose = (language: string) => ({ cookie: `other=1; language=${language}` });

it.each<[string, string, OutgoingHttpHeaders, string]>([
  ['a browser that wants Arabic', '/mine', WANTS_ARABIC, 'mine in Arabic'],
  ['one that wants it for a page of many', '/nodes/7', WANTS_ARABIC, 'node in Arabic'],
  ['one that would rather have English', '/mine', { 'accept-language': 'en-GB, ar;q=0.5' }, 'mine'],
  ['one that wants neither', '/mine', { 'accept-language': 'fr' }, 'mine'],
  ['a reader who chose Arabic', '/mine/', { ...chose('ar'), 'accept-language': 'en' }, 'mine in Arabic'],
  ['a reader who chose English', '/mine', { ...chose('en'), ...WANTS_ARABIC }, 'mine'],
  ['a reader whose choice is none', '/mine', { ...chose('..%2Fxx'), ...WANTS_ARABIC }, 'mine in Arabic'],
  ['whoever names the file itself', '/mine/index.html', WANTS_ARABIC, 'mine'],
  ['whoever names the other file', '/mine/index.ar.html', {}, 'mine in Arabic'],
  ['a reader of a page that has one file', '/', WANTS_ARABIC, 'start'],
  ['a reader in Brazil', '/mine', { 'accept-language': 'pt-BR' }, 'mine in Brazilian Portuguese'],
  ['a Brazilian’s choice', '/mine', chose('pt-BR'), 'mine in Brazilian Portuguese'],
])('startWebServer sends %s the page in the right language', async (_, path, headers, name) => {
  const answer = await request(path, undefined, undefined, headers);
  expect([answer.status, answer.body.toString()]).toEqual([200, expect.stringContaining(`<title>${name}<`)]);
});

it('startWebServer tells caches what the language depends on, and keeps no choice itself', async () => {
  const { headers } = await request('/mine', undefined, undefined, WANTS_ARABIC);
  expect(headers.vary).toContain('Accept-Language, Cookie');
  expect(headers['set-cookie']).toBeUndefined();
  expect((await request('/mine/index.ar.html')).headers.vary).not.toContain('Language');
});

it('startWebServer packs a page for a browser that unpacks it', async () => {
  const { headers, body } = await request('/long.html', 'br, gzip');
  expect([headers['content-encoding'], headers.vary]).toEqual(['gzip', 'Cookie, Accept-Encoding']);
  expect(gunzipSync(body).toString()).toContain('<title>long</title>');
  expect((await request('/long.html')).body.toString()).toContain('<title>long</title>');
});

it('startWebServer sends a model’s files from the folder of its page', async () => {
  const { status, headers, body } = await request('/models/icons/manifest.json');
  expect([status, headers['content-type'], body.toString()]).toEqual([
    ...[200, 'application/json', '{"id":"icons"}'],
  ]);
});

it.each([
  ...['/nothing.html', '/missing.js', '/assets/missing-abc.js', '/nodes/missing.js'],
  ...['/models/missing.json', '/models/icons/missing.onnx'],
])('startWebServer has no page for %s, a file that is missing', async (path) => {
  const { status, body } = await request(path);
  expect([status, body.toString()]).toEqual([404, '404 Not Found']);
});

it('startWebServer tells of the house miner, and that there is none where there is none', async () => {
  expect(JSON.parse(String((await request(HOUSE_MINER_PATH)).body))).toEqual(HOUSE_MINER);
  const alone = await startWebServer({ port: 0, config: CONFIG, folder });
  const news = await (await fetch(alone.url + HOUSE_MINER_PATH)).json();
  await alone.stop();
  expect(houseMinerSchema.parse(news)).toMatchObject({ state: 'none' });
});
