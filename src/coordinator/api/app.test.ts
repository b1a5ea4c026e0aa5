import { EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import '#network/polyfill.ts';
import { parseEther } from 'viem';
import { describe, expect, it, vi } from 'vitest';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';
import { COORDINATOR, nodeOf } from '#coordinator/testing/world.ts';
import {
  type ApiReceipt,
  apiNetworkSchema,
  FINISH_HEADER,
  TASK_HEADER,
  TASK_KEY_HEADER,
} from '#protocol/messages/api.ts';
import { apiNodeRecordsSchema } from '#protocol/messages/apiNode.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import { resultHashOf } from '#protocol/signed/resultSignature.ts';
import { apiTaskListSchema } from '#protocol/task/apiTaskList.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { taskResultSchema } from '#protocol/task/taskResult.ts';

const whole = useWholeCoordinator();

describe('the API', () => {
  it('serves its models, network, health, metrics and OpenAPI routes', async () => {
    await whole.mine('ann');
    const models = await whole.openai.models.list();
    expect(models.data.map(({ id }) => id)).toEqual(['draw', 'talk', 'paint']);
    expect(models.data[0]).toMatchObject({
      cuckoo: { miners: 1, price_cai: '2', price_unit: 'step', size: '16x16' },
    });
    expect(models.data).toMatchObject([false, null, true].map((edits) => ({ cuckoo: { edits } })));
    const network = apiNetworkSchema.parse(await (await fetch(`${whole.url}/v1/network`)).json());
    expect(network).toMatchObject({
      operator: COORDINATOR.address,
      multiaddrs: whole.coordinator.multiaddrs(),
    });
    const health = await (await fetch(`${whole.url}/healthz`)).json();
    expect(health).toMatchObject({
      status: 'ok',
      block: 1,
      chain: { age_s: 3, state: 'ok', since: null, problem: null },
      miners_online: 1,
      funds_cai: '100',
      outstanding_cai: '0',
    });
    const metrics = await (await fetch(`${whole.url}/metrics`)).text();
    expect(metrics).toMatch(/cuckoo_miners_online 1/);
    expect(metrics).toMatch(/cuckoo_chain_head_age_seconds 3/);
    const { paths } = (await (await fetch(`${whole.url}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/v1/chat/completions', '/v1/network/nodes', '/v1/network/tasks']),
    );
    const nodes = apiNodeRecordsSchema.parse(await (await fetch(`${whole.url}/v1/network/nodes`)).json());
    const tasks = apiTaskListSchema.parse(await (await fetch(`${whole.url}/v1/network/tasks`)).json());
    expect(tasks.next).toBeNull();
    const { id } = nodeOf('ann', 1);
    expect(nodes.data).toMatchObject([{ node: id.toString(), online: true, results: null }]);
  });

  it('answers a bad request with OpenAI’s error envelope', async () => {
    const bad = await whole.post('/v1/images/generations', undefined, { body: '{' });
    expect([bad.status, await bad.json()]).toMatchObject([400, { error: { code: 'not_json' } }]);
    const headers = { 'content-type': 'text/plain' };
    const unnamed = await whole.post('/v1/images/generations', { prompt: 'x' }, { headers });
    expect([unnamed.status, await unnamed.json()]).toMatchObject([400, { error: { code: 'not_json' } }]);
    const large = await whole.post('/v1/images/generations', { prompt: 'x'.repeat(400_000) });
    expect([large.status, await large.json()]).toMatchObject([413, { error: { code: 'too_large' } }]);
    expect(await (await fetch(`${whole.url}/v1/tasks/0x${'0'.repeat(64)}`)).json()).toMatchObject({
      error: { code: 'task_not_found' },
    });
    expect((await fetch(`${whole.url}/nowhere`)).status).toBe(404);
    expect(await (await whole.post('/v1/faucet', { address: COORDINATOR.address })).json()).toMatchObject({
      error: { code: 'no_faucet' },
    });
  });

  const ID = `0x${'0'.repeat(64)}`;
  const NO_TASK_ID =
    'The parameter id must be a task’s id, as in the header x-cuckoo-task of the answer to its request: 0x and 64 lower-case hexadecimal digits.';
  const LONG_KEY = 'The parameter key may have at most 64 characters.';
  it.each([
    ['GET', '/v1/tasks/0x12', NO_TASK_ID],
    ['DELETE', '/v1/tasks/0x12', NO_TASK_ID],
    ['GET', '/v1/tasks/0x12/result', NO_TASK_ID],
    ['GET', `/v1/tasks/${ID.replace('0x', '0X')}`, NO_TASK_ID],
    ['GET', `/v1/tasks/${ID}?key=${'k'.repeat(65)}`, LONG_KEY],
    ['GET', `/v1/tasks/${ID}?key=a&key=b`, 'The parameter key must be of type string.'],
    ['GET', `/v1/models/${'m'.repeat(129)}`, 'The parameter id may have at most 128 characters.'],
  ])('says in words what is wrong with the parameter of %s %s', async (method, path, message) => {
    const answer = await fetch(`${whole.url}${path}`, { method });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { message } }]);
  });

  it('lets any page hand over evidence, and answers before it has all of what it refuses', async () => {
    const url = `${whole.url}/v1/evidence/0x${'a'.repeat(64)}?case=1`;
    const headers = { origin: 'http://a.test', 'access-control-request-method': 'PUT' };
    const asked = await fetch(url, { method: 'OPTIONS', headers });
    expect(asked.headers.get('access-control-allow-methods')).toContain('PUT');
    // It is far larger than an order, and this coordinator has no part in the courts.
    const body = new Uint8Array(5 * TASK_LIMIT.requestBytes);
    const answer = await fetch(url, { method: 'PUT', body });
    expect([answer.status, await answer.json()]).toMatchObject([404, { error: { code: 'no_route' } }]);
  });

  it('says in words what an address is', async () => {
    expect(await (await whole.post('/v1/faucet', { address: '0x12' })).json()).toMatchObject({
      error: { message: 'The parameter address must be an address: 0x and 40 hexadecimal digits.' },
    });
  });

  it('applies the quota to requests without a key and allows any origin', async () => {
    await whole.restart({ taskQuota: { requests: 1, periodSeconds: 60 } });
    // Another page of the same browser asks for nothing that costs anything.
    for (let at = 0; at < 3; at++) await fetch(`${whole.url}/v1/images/generations`);
    // What is refused has cost no miner anything.
    for (const body of [{}, { prompt: 'x', n: 2 }, { prompt: 'x', model: 'gone' }]) {
      const refused = await whole.post('/v1/images/generations', body);
      expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('1');
    }
    const headers = { 'content-type': 'application/json', origin: 'https://app.example' };
    const first = await whole.post('/v1/images/generations', { prompt: 'a fox', stream: true }, { headers });
    expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    expect(first.headers.get('access-control-allow-origin')).toBe('*');
    expect(first.headers.get('access-control-expose-headers')).toContain(TASK_HEADER);
    const second = await whole.post('/v1/images/generations', { prompt: 'a fox' });
    expect([second.status, await second.json()]).toMatchObject([429, { error: { code: 'quota_exceeded' } }]);
    expect(second.headers.get('retry-after')).toBe('60');
    await first.body?.cancel();
  });

  it('shows a result, and cancels a task, only for the key that came with the answer', async () => {
    await whole.mine('ann');
    const made = await whole.post('/v1/images/generations', { prompt: 'a fox', response_format: 'url' });
    const { data } = (await made.json()) as { data: { url: string }[] };
    const path = `${whole.url}/v1/tasks/${made.headers.get(TASK_HEADER)}`;
    const key = made.headers.get(TASK_KEY_HEADER);
    expect(made.headers.get('access-control-expose-headers')).toContain(TASK_KEY_HEADER);
    const statuses = async (...urls: string[]) =>
      Promise.all(urls.map(async (each) => (await fetch(each)).status));
    // All from one address, as another page of the same browser would ask.
    expect(await statuses(path, `${path}/result`, `${path}/result?key=${'0'.repeat(32)}`)).toEqual([
      200, 403, 403,
    ]);
    expect(await statuses(data[0]!.url, `${path}/result?key=${key}`)).toEqual([200, 200]);
    expect(await (await fetch(path)).json()).toMatchObject({ status: 'done', result_url: null });
    expect(await (await fetch(`${path}?key=${key}`)).json()).toMatchObject({
      result_url: expect.stringContaining(`key=${key}`),
    });
    expect((await fetch(path, { method: 'DELETE' })).status).toBe(403);
    expect((await fetch(`${path}?key=${key}`, { method: 'DELETE' })).status).toBe(409);
  });

  it('says with a text’s result how it ended', async () => {
    await whole.mine('ann');
    const answer = await whole.post('/v1/chat/completions', {
      messages: [{ role: 'user', content: 'Once' }],
    });
    const [id, key] = [TASK_HEADER, TASK_KEY_HEADER].map((name) => answer.headers.get(name));
    const { choices } = (await answer.json()) as { choices: { finish_reason: string }[] };
    const result = await fetch(`${whole.url}/v1/tasks/${id}/result?key=${key}`);
    expect(result.headers.get(FINISH_HEADER)).toBe(choices[0]!.finish_reason);
    expect(result.headers.get('access-control-expose-headers')).toContain(FINISH_HEADER);
  });

  it('gives the bytes of a text’s result that its miner signed, only for the key', async () => {
    await whole.mine('ann');
    const answer = await whole.post('/v1/chat/completions', {
      messages: [{ role: 'user', content: 'Once' }],
    });
    const [id, key] = [TASK_HEADER, TASK_KEY_HEADER].map((name) => answer.headers.get(name));
    const { cuckoo, usage } = (await answer.json()) as {
      cuckoo: ApiReceipt;
      usage: { completion_tokens: number };
    };
    const path = `${whole.url}/v1/tasks/${id}/result?form=cbor`;
    expect((await fetch(path)).status).toBe(403);
    const signed = await fetch(`${path}&key=${key}`);
    expect(signed.headers.get('content-type')).toBe('application/cbor');
    const bytes = new Uint8Array(await signed.arrayBuffer());
    expect(resultHashOf(bytes)).toBe(cuckoo.result_hash);
    const result = decodeWire(taskResultSchema, bytes, bytes.length);
    expect(result).toMatchObject({ kind: 'text', tokens: { length: usage.completion_tokens } });
    expect((await fetch(`${whole.url}/v1/tasks/${id}/result?form=json&key=${key}`)).status).toBe(400);
  });

  it('says in its health since when the chain is silent, and that tasks wait', async () => {
    whole.roster.tooOld = true;
    const health = await fetch(`${whole.url}/healthz`);
    expect([health.status, await health.json()]).toMatchObject([
      200,
      {
        status: 'degraded',
        problems: ['The chain could not be read. No task is assigned until that is over: tasks stay queued.'],
        chain: {
          state: 'failing',
          since: '1970-01-01T00:00:01.000Z',
          problem: 'The chain could not be read.',
        },
      },
    ]);
  });

  it('says in its health, and of each task, that it may not draw yet', async () => {
    await whole.mine('ann');
    whole.roster.set(whole.roster.current().miners, []);
    const response = await whole.post('/v1/images/generations', { prompt: 'a fox', stream: true });
    expect(await (await fetch(`${whole.url}/healthz`)).json()).toMatchObject({
      status: 'degraded',
      problems: [expect.stringContaining('no stake in the roster of the newest epoch')],
    });
    const task = () => whole.task(response.headers.get(TASK_HEADER)!);
    await vi.waitFor(async () =>
      expect(await task()).toMatchObject({ status: 'queued', note: expect.stringContaining('not among') }),
    );
    await response.body?.cancel();
  });

  it('takes no task that the wallet cannot pay for, and says so in its health', async () => {
    // One image of four steps costs 8 CAI.
    await whole.restart({
      payments: { wallet: async () => parseEther('8'), channel: async () => EMPTY_CHANNEL },
    });
    const ask = () => whole.post('/v1/images/generations', { prompt: 'a fox', stream: true });
    const [first, second] = [await ask(), await ask()];
    expect([first.status, second.status]).toEqual([200, 503]);
    expect(await second.json()).toMatchObject({ error: { code: 'funds_too_low' } });
    await whole.restart({ payments: { wallet: async () => 0n, channel: async () => EMPTY_CHANNEL } });
    expect(await (await fetch(`${whole.url}/healthz`)).json()).toMatchObject({
      status: 'degraded',
      problems: [expect.stringContaining('cannot pay')],
    });
  });

  it('says in its health since when a transaction of its key is stuck', async () => {
    const stuck = { sinceMs: 1_000, nonce: 7, hash: undefined, raises: 2, isAtCeiling: true };
    await whole.restart({ wallet: { tend: async () => undefined, stuck: () => stuck } });
    expect(await (await fetch(`${whole.url}/healthz`)).json()).toMatchObject({
      status: 'degraded',
      problems: [expect.stringMatching(/in no block since 1970-01-01T00:00:01.000Z.*MAX_GAS_PRICE_GWEI/)],
      stuck_transaction: { since: '1970-01-01T00:00:01.000Z', nonce: 7, hash: null, raises: 2 },
    });
  });
});
