import { OpenAPIHono } from '@hono/zod-openapi';
import { expect, it, vi } from 'vitest';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import type { ApiEnv } from '#coordinator/api/http/env.ts';
import { addTaskRoutes } from '#coordinator/api/tasks/taskRoute.ts';

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
