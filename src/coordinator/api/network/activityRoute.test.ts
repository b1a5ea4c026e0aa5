import { OpenAPIHono } from '@hono/zod-openapi';
import { expect, it, vi } from 'vitest';
import type { ApiEnv } from '#coordinator/api/http/env.ts';
import { addActivityRoute, COUNT_MS } from '#coordinator/api/network/activityRoute.ts';
import type { Delivered } from '#coordinator/store/taskStore.ts';
import { apiActivitySchema } from '#protocol/messages/api.ts';

/** Half past ten in the morning, in Greenwich. */
const NOW_MS = Date.UTC(2026, 10, 29, 10, 30);
const MIDNIGHT_MS = Date.UTC(2026, 10, 29);
const CAI = 10n ** 18n;
const MODELS = ['icons', 'stories'].map((id) => ({ manifest: { id } }));
const ANN = { operator: '0x0a', weight: 5n * CAI, seenAt: 0 };
/** Its connection is still there, and it was not heard from for long. */
const GONE = { operator: '0x0b', weight: 7n * CAI, seenAt: -3_600_000 };

function setUp(delivered: (sinceMs: number) => Promise<Delivered[]>) {
  const api = new OpenAPIHono<ApiEnv>();
  let uptime = 0;
  const store = { delivered: vi.fn(delivered) };
  addActivityRoute(api, {
    ...{ store, board: { queued: () => [{}, {}] as never }, catalogue: { models: MODELS } },
    pool: { size: 3, serving: (model) => (model === 'icons' ? [ANN, GONE] : []) as never },
    roster: { epoch: () => ({ miners: [ANN, GONE] as never }) },
    ...{ nowMs: () => NOW_MS + uptime, uptimeMs: () => uptime },
  });
  return {
    store,
    wait: (ms: number) => (uptime += ms),
    get: () => api.request('/v1/network/activity'),
  };
}

it('tells what was delivered in the last hour, and paid since midnight', async () => {
  const { get, store } = setUp(async (sinceMs) =>
    sinceMs === MIDNIGHT_MS
      ? [{ kind: 'image', model: 'icons', results: 9, units: 180, paidWei: 18n * CAI }]
      : [
          { kind: 'image', model: 'icons', results: 2, units: 40, paidWei: 4n * CAI },
          { kind: 'text', model: 'stories', results: 1, units: 110, paidWei: 1n },
          { kind: 'text', model: 'gone', results: 1, units: 10, paidWei: 1n },
        ],
  );
  expect(apiActivitySchema.parse(await (await get()).json())).toEqual({
    ...{ object: 'activity', miners_online: 3, queued: 2 },
    last_hour: { tasks: 4, images: 2, tokens: 120 },
    models: [
      { id: 'icons', tasks: 2, stake_cai: '5' },
      { id: 'stories', tasks: 1, stake_cai: '0' },
    ],
    ...{ paid_today_cai: '18', as_of: NOW_MS / 1_000 },
  });
  expect(store.delivered.mock.calls).toEqual([[NOW_MS - 3_600_000], [MIDNIGHT_MS]]);
});

it('counts no more often however many ask', async () => {
  const { get, store, wait } = setUp(async () => []);
  await Promise.all([get(), get(), get()]);
  wait(COUNT_MS - 1);
  await get();
  expect(store.delivered).toHaveBeenCalledTimes(2);
  wait(1);
  await get();
  expect(store.delivered).toHaveBeenCalledTimes(4);
});

it('counts again at once after a failure', async () => {
  const { get, store } = setUp(async () => []);
  store.delivered.mockRejectedValueOnce(new Error('connection lost'));
  expect((await get()).status).toBe(500);
  expect((await get()).status).toBe(200);
});
