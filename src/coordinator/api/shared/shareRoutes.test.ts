import { zeroHash } from 'viem';
import { expect, it, vi } from 'vitest';
import { addShareRoutes, SHARE_QUOTA } from '#coordinator/api/shared/shareRoutes.ts';
import type { Shareable, SharedResult } from '#coordinator/shared/sharedResults.ts';
import type { TaskRecord } from '#coordinator/store/taskRecord.ts';
import { imageRequest } from '#coordinator/testing/schedulerBench.ts';
import { testApi } from '#coordinator/testing/testApi.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import { apiErrorSchema } from '#protocol/messages/api.ts';
import { apiSharedResultSchema, apiUnsharedSchema, SHARED_LIMIT } from '#protocol/task/apiShared.ts';
import { encodeTaskRequest, type TaskRequest } from '#protocol/task/taskRequest.ts';

const ID = `0x${'1'.repeat(64)}` as const;
const miner = accountOf('ann').address;
const png = Uint8Array.of(1, 2, 3);
const DONE = {
  ...{ id: ID, kind: 'image', model: 'draw', status: 'done', replicaOf: null, audit: null },
  ...{ request: encodeTaskRequest({ ...imageRequest(), prompt: 'a red fox' }), payment: { miner } },
} as unknown as TaskRecord;

interface Setting {
  task?: Partial<TaskRecord> | null;
  result?: { kind: 'image'; png: Uint8Array } | { kind: 'text'; text: string } | undefined;
  isOn?: boolean;
  isRemoved?: boolean;
}

function setUp(setting: Setting = {}) {
  const { task = {}, isOn = true, isRemoved = false } = setting;
  const result = 'result' in setting ? setting.result : { kind: 'image' as const, png };
  const api = testApi();
  const share = vi.fn(async ({ id, prompt, excerpt }: Shareable): Promise<SharedResult | undefined> => {
    const shown = { id, kind: 'image' as const, model: 'draw', prompt, excerpt, miner };
    return isRemoved ? undefined : { ...shown, sharedAt: 1_700_000_000_900 };
  });
  const takeBack = vi.fn(async () => undefined);
  addShareRoutes(api, {
    shared: { isOn, share, takeBack },
    store: { find: async () => (task === null ? undefined : { ...DONE, ...task }) },
    desk: { result: async () => result as never },
    access: { allows: (_id, key) => key === 'right' },
    uptimeMs: () => 0,
  });
  const ask = (method: string, key?: string) =>
    api.request(`/v1/tasks/${ID}/share${key === undefined ? '' : `?key=${key}`}`, { method });
  return { ask, share, takeBack };
}

it('shares a finished result for the holder of its task’s key', async () => {
  const { ask, share } = setUp();
  const answer = await ask('POST', 'right');
  expect(answer.status).toBe(200);
  expect(share.mock.calls[0]![0]).toEqual({ id: ID, prompt: 'a red fox', excerpt: null, content: png });
  const { shared_at, until, ...shown } = apiSharedResultSchema.parse(await answer.json());
  expect([shared_at, until]).toEqual([1_700_000_000, 1_700_000_000 + SHARED_LIMIT.days * 86_400]);
  expect(shown.result_url).toBe(`/v1/network/shared/${ID}/result`);
});

it('shares of a conversation its last question and its answer alone', async () => {
  const { seed, salt, model, manifest } = imageRequest();
  const asked: TaskRequest = {
    ...{ kind: 'text', seed, salt, model, manifest, maxTokens: 9, temperature: 0, topP: 1, stop: [] },
    messages: [
      { role: 'system', content: 'a secret rule' },
      { role: 'user', content: 'my name is Eve' },
      { role: 'assistant', content: 'hello Eve' },
      { role: 'user', content: 'a tale, \0please' },
    ],
  };
  const text = `Once ${'🦊'.repeat(SHARED_LIMIT.shownCharacters)}`;
  const { ask, share } = setUp({
    task: { kind: 'text', request: encodeTaskRequest(asked) },
    result: { kind: 'text', text },
  });
  await ask('POST', 'right');
  const { prompt, excerpt, content } = share.mock.calls[0]![0];
  expect(prompt).toBe('a tale, please');
  expect([...excerpt!]).toHaveLength(SHARED_LIMIT.shownCharacters);
  expect(excerpt?.isWellFormed()).toBe(true);
  expect(new TextDecoder().decode(content)).toBe(text);
});

it.each<[string, number, string, Setting, string | undefined]>([
  ['a stranger without a key', 403, 'not_your_task', {}, undefined],
  ['a stranger with another key', 403, 'not_your_task', {}, 'wrong'],
  ['a replica, which is the coordinator’s', 403, 'not_your_task', { task: { replicaOf: zeroHash } }, 'right'],
  ['an unknown task', 404, 'task_not_found', { task: null }, 'right'],
  ['a task that is not over', 409, 'not_shareable', { task: { status: 'running', payment: null } }, 'right'],
  [
    'a disputed result',
    409,
    'not_shareable',
    { task: { audit: { state: 'disputed' } as TaskRecord['audit'] } },
    'right',
  ],
  [
    'a withheld result',
    409,
    'not_shareable',
    { task: { audit: { state: 'withheld' } as TaskRecord['audit'] } },
    'right',
  ],
  ['a result that was deleted', 404, 'no_result', { result: undefined }, 'right'],
  ['a prompt that was deleted', 404, 'no_result', { task: { request: null } }, 'right'],
  [
    'a result that is too large',
    413,
    'result_too_large',
    { result: { kind: 'image', png: new Uint8Array(SHARED_LIMIT.contentBytes + 1) } },
    'right',
  ],
  ['anything while sharing is off', 404, 'sharing_off', { isOn: false }, 'right'],
])('does not share for %s: %i %s', async (_, status, code, setting, key) => {
  const { ask, share } = setUp(setting);
  const answer = await ask('POST', key);
  expect(answer.status).toBe(status);
  expect(apiErrorSchema.parse(await answer.json()).error.code).toBe(code);
  expect(share).not.toHaveBeenCalled();
});

it('says of a result that the operator removed that it stays removed', async () => {
  const answer = await setUp({ isRemoved: true }).ask('POST', 'right');
  expect(answer.status).toBe(403);
  expect(apiErrorSchema.parse(await answer.json()).error.code).toBe('share_removed');
});

it('shares the largest that may be shared', async () => {
  const largest = new Uint8Array(SHARED_LIMIT.contentBytes);
  const { ask } = setUp({ result: { kind: 'image', png: largest } });
  expect((await ask('POST', 'right')).status).toBe(200);
});

it('takes back for the holder of the key alone, also where sharing is off by now', async () => {
  const { ask, takeBack } = setUp({ isOn: false });
  expect((await ask('DELETE', 'wrong')).status).toBe(403);
  expect(takeBack).not.toHaveBeenCalled();
  const answer = await ask('DELETE', 'right');
  expect(apiUnsharedSchema.parse(await answer.json())).toMatchObject({ id: ID, deleted: true });
  expect(takeBack).toHaveBeenCalledWith(ID);
});

it('refuses a client that shares too many', async () => {
  const { ask } = setUp();
  for (let asked = 0; asked < SHARE_QUOTA.requests; asked++)
    expect((await ask('POST', 'right')).status).toBe(200);
  const answer = await ask('POST', 'right');
  expect(answer.status).toBe(429);
  expect(apiErrorSchema.parse(await answer.json()).error.code).toBe('quota_exceeded');
});
