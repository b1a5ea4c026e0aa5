import { OpenAPIHono } from '@hono/zod-openapi';
import { expect, it, vi } from 'vitest';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import type { ApiEnv } from '#coordinator/api/http/env.ts';
import { addTaskRoutes, RESULT_QUOTA } from '#coordinator/api/tasks/taskRoute.ts';
import { testApi } from '#coordinator/testing/testApi.ts';

const ID = `0x${'1'.repeat(64)}`;

it.each([
  ['an app’s task is cancelled', null, 409, 1],
  ['a replica is not: it audits another one', `0x${'2'.repeat(64)}`, 403, 0],
])('with its key, %s', async (_, replicaOf, status, cancels) => {
  const cancel = vi.fn(async () => false);
  const api = new OpenAPIHono<ApiEnv>();
  api.onError((error, context) =>
    error instanceof ApiFault ? context.json(error.toJSON(), error.status) : context.text(String(error), 500),
  );
  addTaskRoutes(api, {
    scheduler: { board: { get: () => ({ id: ID, replicaOf }) }, cancel },
    access: { allows: (_id: string, key?: string) => key === 'right' },
  } as never);
  const ask = (key: string) => api.request(`/v1/tasks/${ID}?key=${key}`, { method: 'DELETE' });
  expect((await ask('wrong')).status).toBe(403);
  expect((await ask('right')).status).toBe(status);
  expect(cancel).toHaveBeenCalledTimes(cancels);
});

it.each([
  ['a picture', '', 'image/png'],
  ['what its miner signed', '&form=cbor', 'application/cbor'],
])('%s is once in memory, however many take it at once', async (_, form, type) => {
  const content = Uint8Array.of(1, 2, 3);
  const read = vi.fn(async () => content);
  const api = new OpenAPIHono<ApiEnv>();
  addTaskRoutes(api, {
    store: { find: async () => ({ id: ID }), result: read },
    desk: { result: async () => ({ kind: 'image', png: await read() }) },
    access: { allows: () => true },
    uptimeMs: () => 0,
  } as never);
  const get = (method = 'GET') => api.request(`/v1/tasks/${ID}/result?key=right${form}`, { method });
  const head = await get('HEAD');
  expect([head.headers.get('content-length'), await head.text()]).toEqual(['3', '']);
  const answers = await Promise.all(Array.from({ length: 20 }, () => get()));
  expect(read).toHaveBeenCalledTimes(2);
  for (const answer of answers) {
    expect(answer.headers.get('content-type')).toBe(type);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(content);
  }
  await (await get()).arrayBuffer();
  expect(read).toHaveBeenCalledTimes(3);
});

it('reads a client’s results so often a minute, by whatever method, and then no more', async () => {
  const read = vi.fn(async () => new Uint8Array(3));
  const api = testApi();
  let uptime = 0;
  addTaskRoutes(api, {
    store: { find: async () => ({ id: ID }), result: read },
    access: { allows: () => true },
    uptimeMs: () => uptime,
  } as never);
  const head = () => api.request(`/v1/tasks/${ID}/result?form=cbor`, { method: 'HEAD' });
  for (let asked = 0; asked < RESULT_QUOTA.requests; asked++) expect((await head()).status).toBe(200);
  expect((await head()).status).toBe(429);
  expect(read).toHaveBeenCalledTimes(RESULT_QUOTA.requests);
  uptime = RESULT_QUOTA.periodSeconds * 1_000;
  expect((await head()).status).toBe(200);
});
