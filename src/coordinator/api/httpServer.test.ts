import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { OpenAPIHono } from '@hono/zod-openapi';
import { afterEach, expect, it } from 'vitest';
import type { ApiEnv } from '#coordinator/api/http/env.ts';
import { type HttpServer, serveApi } from '#coordinator/api/httpServer.ts';

const LIMITS = {
  socketsPerAddress: 3,
  headMs: 200,
  requestMs: 400,
  bundleMs: 1_200,
  idleMs: 200,
  checkMs: 50,
};
const HEAD = 'GET / HTTP/1.1\r\nhost: x\r\n';

let server: HttpServer;
const sockets: Socket[] = [];

async function serve(proxies = 0): Promise<void> {
  const api = new OpenAPIHono<ApiEnv>();
  api.get('/', (context) => context.text('hello'));
  api.put('/v1/evidence/read', async (context) => context.text(await context.req.text()));
  api.put('/v1/evidence/refused', (context) => context.text('no'));
  api.post('/', async (context) => context.text(await context.req.text()));
  server = await serveApi(api, { host: '127.0.0.1', port: 0, proxies }, LIMITS);
}

async function open(): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Node's own limit for a connection that idles, in ms: a connection that lasts as long was not bounded. */
const NODES_IDLE_MS = 5_000;

/** What the server sends until it closes the connection. */
async function receiveAll(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (bytes) => (text += bytes.toString()));
  if (!socket.destroyed) await once(socket, 'close');
  return text;
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.stop();
});

it.each([
  ['sends nothing', '', LIMITS.headMs, ''],
  ['never ends its head', HEAD, LIMITS.headMs, '408'],
  [
    'never ends its body',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc',
    LIMITS.requestMs,
    '408',
  ],
  [
    'never ends a bundle that is read',
    'PUT /v1/evidence/read HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc',
    LIMITS.bundleMs,
    '408',
  ],
  [
    'never ends a bundle that is refused',
    'PUT /v1/evidence/refused HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc',
    LIMITS.requestMs,
    'no',
  ],
  ['sends no second request', `${HEAD}\r\n`, LIMITS.idleMs, 'hello'],
])('serveApi closes a connection that %s, in its time and not before', async (_, sent, limitMs, answer) => {
  await serve();
  const socket = await open();
  const began = performance.now();
  socket.write(sent);
  expect(await receiveAll(socket)).toContain(answer);
  const lasted = performance.now() - began;
  expect(lasted).toBeGreaterThan(limitMs * 0.9);
  expect(lasted).toBeLessThan(NODES_IDLE_MS);
});

it('serveApi closes what one address opens beyond its share, and takes it again once others are closed', async () => {
  await serve();
  const held = [await open(), await open(), await open()];
  const beyond = await open();
  expect(await receiveAll(beyond)).toBe('');
  expect(held.map(({ destroyed }) => destroyed)).toEqual([false, false, false]);
  held[0]!.destroy();
  await once(held[0]!, 'close');
  const ask = async (): Promise<string> => {
    const socket = await open();
    socket.write(`${HEAD}connection: close\r\n\r\n`);
    return receiveAll(socket);
  };
  await expect.poll(ask).toContain('hello');
});

it('serveApi does not count a proxy’s connections', async () => {
  await serve(1);
  const held = [await open(), await open(), await open()];
  const socket = await open();
  socket.write(`${HEAD}connection: close\r\n\r\n`);
  expect(await receiveAll(socket)).toContain('hello');
  expect(held).toHaveLength(3);
});
