import '#network/polyfill.ts';
import type { Hex } from 'viem';
import { describe, expect, it, vi } from 'vitest';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';
import { SALT_SECRET_HEADER, TASK_HEADER, TASK_KEY_HEADER } from '#protocol/messages/api.ts';
import { chosenBy } from '#protocol/task/saltSecret.ts';

const whole = useWholeCoordinator();

const SECRET: Hex = `0x${'5a'.repeat(32)}`;
const order = { prompt: 'a fox', ...chosenBy(SECRET) };
const send = (secret: string | undefined, body: object = order) =>
  whole.post('/v1/images/generations', body, {
    headers: { 'content-type': 'application/json', ...(secret && { [SALT_SECRET_HEADER]: secret }) },
  });
const handleOf = ({ headers }: Response) => [headers.get(TASK_HEADER), headers.get(TASK_KEY_HEADER)];

describe('an order that is sent again, as after a lost answer', () => {
  it('gives the task’s key to whoever knows the secret of its salt, and is done once', async () => {
    const miner = await whole.mine('ann');
    const first = await send(SECRET);
    expect(first.status).toBe(200);
    const again = await send(SECRET);
    expect([again.status, ...handleOf(again)]).toEqual([409, ...handleOf(first)]);
    expect(await again.json()).toMatchObject({ error: { code: 'task_exists' } });
    const [id, key] = handleOf(again);
    expect((await fetch(`${whole.url}/v1/tasks/${id}/result?key=${key}`)).status).toBe(200);
    await vi.waitFor(() => expect(miner.paid).toHaveLength(1));
  });

  it('gives it while the task waits for a miner, too', async () => {
    const gone = new AbortController();
    const first = whole.post('/v1/images/generations', order, {
      headers: { 'content-type': 'application/json', 'x-cuckoo-keep': '1' },
      signal: gone.signal,
    });
    await vi.waitFor(async () => expect((await send(SECRET)).status).toBe(409));
    gone.abort();
    await expect(first).rejects.toThrow();
    const again = await send(SECRET);
    const [id, key] = handleOf(again);
    expect((await fetch(`${whole.url}/v1/tasks/${id}?key=${key}`, { method: 'DELETE' })).status).toBe(200);
  });

  it('gives it although the client may spend nothing more', async () => {
    // One image of four steps at 2 CAI.
    const clientWei = 8n * 10n ** 18n;
    await whole.restart({ allowance: { clientWei, totalWei: 10n ** 20n, periodSeconds: 600 } });
    await whole.mine('ann');
    const first = await send(SECRET);
    const other = await send(SECRET, { ...order, prompt: 'a hen' });
    expect(await other.json()).toMatchObject({ error: { code: 'client_budget_spent' } });
    const again = await send(SECRET);
    expect([again.status, ...handleOf(again)]).toEqual([409, ...handleOf(first)]);
  });

  it.each([
    ['no secret', undefined],
    ['the secret of another salt', `0x${'5b'.repeat(32)}`],
    ['the salt itself', order.salt],
    ['no hash', 'x'.repeat(1_000)],
  ])('gives no key to who sends %s', async (_, secret) => {
    await whole.mine('ann');
    await send(SECRET);
    const again = await send(secret);
    expect([again.status, ...handleOf(again)]).toEqual([409, null, null]);
  });

  it('is a new task where the order is another one', async () => {
    await whole.mine('ann');
    const first = await send(SECRET);
    const other = await send(SECRET, { ...order, prompt: 'a hen' });
    expect(other.status).toBe(200);
    expect(handleOf(other)).not.toEqual(handleOf(first));
  });
});
