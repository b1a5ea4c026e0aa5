import { expect, it, vi } from 'vitest';
import { addSharedRoutes, READ_QUOTA } from '#coordinator/api/shared/sharedRoutes.ts';
import type { SharedResult } from '#coordinator/shared/sharedResults.ts';
import { testApi } from '#coordinator/testing/testApi.ts';
import { accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';
import { apiErrorSchema } from '#protocol/messages/api.ts';
import { REMOVAL_CLOCK_S, signSharedRemoval } from '#protocol/signed/sharedRemoval.ts';
import { apiSharedListSchema, apiSharedResultSchema, type SharedCursor } from '#protocol/task/apiShared.ts';

const ID = `0x${'1'.repeat(64)}` as const;
const OTHER = `0x${'2'.repeat(64)}` as const;
const NOW_S = 1_700_000_000;
const RESULT: SharedResult = {
  ...{ id: ID, kind: 'text', model: 'tales', prompt: 'a tale', excerpt: 'Once', sharedAt: 1_700_000_000_900 },
  miner: accountOf('ann').address,
};

function setUp({ next = null, isThere = true }: { next?: SharedCursor | null; isThere?: boolean } = {}) {
  const api = testApi();
  const page = vi.fn(async (_after: SharedCursor | undefined, _limit: number) => ({
    ...{ results: [RESULT], next },
  }));
  const remove = vi.fn(async () => isThere);
  const find = vi.fn(async () => (isThere ? RESULT : undefined));
  const content = vi.fn(async () =>
    isThere ? { kind: 'text' as const, content: new TextEncoder().encode('Once upon') } : undefined,
  );
  addSharedRoutes(api, {
    shared: {
      ...{ page, remove, find, content },
    },
    ...{ network: NETWORK, operator: COORDINATOR.address, nowMs: () => NOW_S * 1_000, uptimeMs: () => 0 },
  });
  const get = (path = '', init: RequestInit = {}, env: object = {}) =>
    api.request(`/v1/network/shared${path}`, init, env);
  const post = (body: unknown, id = ID) =>
    api.request(`/v1/network/shared/${id}/removal`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { page, remove, find, content, get, post };
}

it('lists what is shared, says where the next page begins, and may be kept for seconds', async () => {
  const { get, page } = setUp({ next: { sharedAt: 1_700_000_000_900, id: ID } });
  const answer = await get();
  expect(answer.headers.get('cache-control')).toBe('public, max-age=5');
  const { data, next } = apiSharedListSchema.parse(await answer.json());
  expect(data[0]).toMatchObject({ id: ID, prompt: 'a tale', excerpt: 'Once', shared_at: 1_700_000_000 });
  await get(`?after=${next}&limit=7`);
  expect(page.mock.calls).toEqual([
    [undefined, 12],
    [{ sharedAt: 1_700_000_000_900, id: ID }, 7],
  ]);
});

it.each(['?limit=0', '?limit=51', '?limit=x', '?after=x', `?after=${ID}`, `?after=-1-${ID}`])(
  'reads nothing for %s',
  async (query) => {
    const { get, page } = setUp();
    expect((await get(query)).status).not.toBe(200);
    expect(page).not.toHaveBeenCalled();
  },
);

it('shows one, and its text as plain text', async () => {
  const { get } = setUp();
  expect(apiSharedResultSchema.parse(await (await get(`/${ID}`)).json()).id).toBe(ID);
  const whole = await get(`/${ID}/result`);
  expect([await whole.text(), whole.headers.get('content-type')]).toEqual([
    ...['Once upon', 'text/plain; charset=utf-8'],
  ]);
});

it('holds a result once in memory, however many take it at once, and sends none that is taken back', async () => {
  const { get, content, find } = setUp();
  const head = await get(`/${ID}/result`, { method: 'HEAD' });
  expect([head.headers.get('content-length'), await head.text()]).toEqual(['9', '']);
  const answers = await Promise.all(Array.from({ length: 20 }, () => get(`/${ID}/result`)));
  expect(content).toHaveBeenCalledTimes(2);
  find.mockResolvedValueOnce(undefined);
  expect((await get(`/${ID}/result`)).status).toBe(404);
  for (const answer of answers) expect(await answer.text()).toBe('Once upon');
  expect(await (await get(`/${ID}/result`)).text()).toBe('Once upon');
  expect(content).toHaveBeenCalledTimes(3);
});

it('breaks off a client that does not take its result', async () => {
  vi.useFakeTimers();
  try {
    const destroy = vi.fn();
    await setUp().get(`/${ID}/result`, {}, { outgoing: { destroy } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(destroy).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(destroy).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

it('says of one that is not there that it is not shared', async () => {
  const { get } = setUp({ isThere: false });
  for (const path of [`/${ID}`, `/${ID}/result`]) {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('cache-control')).toBeNull();
    expect(apiErrorSchema.parse(await answer.json()).error.code).toBe('not_shared');
  }
});

it('answers a client only so often', async () => {
  const { get } = setUp();
  for (let asked = 0; asked < READ_QUOTA.requests; asked++) await get();
  expect((await get()).status).toBe(429);
});

it('removes one for its operator’s key', async () => {
  const { post, remove } = setUp();
  const removal = await signSharedRemoval(NETWORK, COORDINATOR, { taskId: ID, at: NOW_S });
  expect((await post(removal)).status).toBe(200);
  expect(remove).toHaveBeenCalledWith(ID);
});

it.each<[string, () => Promise<unknown>]>([
  ['another key', () => signSharedRemoval(NETWORK, accountOf('ann'), { taskId: ID, at: NOW_S })],
  ['another task', () => signSharedRemoval(NETWORK, COORDINATOR, { taskId: OTHER, at: NOW_S })],
  [
    'a time that is over',
    () => signSharedRemoval(NETWORK, COORDINATOR, { taskId: ID, at: NOW_S - REMOVAL_CLOCK_S - 1 }),
  ],
  [
    'a time to come',
    () => signSharedRemoval(NETWORK, COORDINATOR, { taskId: ID, at: NOW_S + REMOVAL_CLOCK_S + 1 }),
  ],
])('removes nothing by a signature of %s', async (_, sign) => {
  const { post, remove } = setUp();
  const answer = await post(await sign());
  expect(answer.status).toBe(403);
  expect(apiErrorSchema.parse(await answer.json()).error.code).toBe('not_the_operator');
  expect(remove).not.toHaveBeenCalled();
});

it('says of a removal that there is nothing to remove', async () => {
  const { post } = setUp({ isThere: false });
  const removal = await signSharedRemoval(NETWORK, COORDINATOR, { taskId: ID, at: NOW_S });
  expect((await post(removal)).status).toBe(404);
});
