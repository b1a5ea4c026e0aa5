import { expect, it, vi } from 'vitest';
import { addIncidentsRoute } from '#coordinator/api/network/incidentsRoute.ts';
import type { StoredIncident } from '#coordinator/incidents/incidentStore.ts';
import { KEPT_MS } from '#coordinator/incidents/incidentWatch.ts';
import { testApi } from '#coordinator/testing/testApi.ts';
import { apiIncidentsSchema } from '#protocol/messages/api.ts';

const NOW_MS = 1_800_000_000_500;

function setUp(newest: StoredIncident[], firstMs?: number) {
  const api = testApi();
  let uptime = 0;
  const incidents = {
    newest: vi.fn(async () => newest),
    looks: async () => (firstMs === undefined ? undefined : { firstMs, lastMs: NOW_MS }),
  };
  addIncidentsRoute(api, { incidents, nowMs: () => NOW_MS, uptimeMs: () => uptime });
  const get = async () => {
    const response = await api.request('/v1/network/incidents');
    return { status: response.status, body: await response.json() };
  };
  return { incidents, get, wait: (ms: number) => (uptime += ms) };
}

it('tells what went wrong, in seconds', async () => {
  const { get } = setUp(
    [
      { kind: 'no_miner', fromMs: 1_799_999_000_900, toMs: null },
      { kind: 'chain_away', fromMs: 1_799_998_000_000, toMs: 1_799_998_060_999 },
    ],
    NOW_MS - 60_000,
  );
  expect(apiIncidentsSchema.parse((await get()).body)).toEqual({
    ...{ object: 'list', since: 1_799_999_940 },
    data: [
      { kind: 'no_miner', from: 1_799_999_000, to: null },
      { kind: 'chain_away', from: 1_799_998_000, to: 1_799_998_060 },
    ],
  });
});

it.each([
  ['now before the first look', undefined, NOW_MS],
  ['a week ago at most', NOW_MS - 2 * KEPT_MS, NOW_MS - KEPT_MS],
])('reaches back to %s', async (_, firstMs, sinceMs) => {
  const { get } = setUp([], firstMs);
  expect((await get()).body).toEqual({ object: 'list', since: Math.floor(sinceMs / 1_000), data: [] });
});

it('reads the database no more often however many ask, and again at once after a failure', async () => {
  const { get, incidents, wait } = setUp([]);
  incidents.newest.mockRejectedValueOnce(new Error('connection lost'));
  expect((await get()).status).toBe(500);
  await Promise.all([get(), get()]);
  wait(4_999);
  expect((await get()).status).toBe(200);
  expect(incidents.newest).toHaveBeenCalledTimes(2);
  wait(1);
  await get();
  expect(incidents.newest).toHaveBeenCalledTimes(3);
});
