import '#network/polyfill.ts';
import { randomBytes } from 'node:crypto';
import { parseEther } from 'viem';
import { expect, it, vi } from 'vitest';
import type { Work } from '#coordinator/testing/testMiner.ts';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';

/**
 * What a coordinator pays for, and a client does not: each delivered task, once. Attempts that fail cost it
 * nothing, nor do texts of which a part was streamed, nor tasks that are cancelled; those spend the miner's
 * time, and the client's quota. An app that hangs up and asks again pays nothing twice, so it is bounded.
 */

const whole = useWholeCoordinator();
/** One image of four steps costs 8 CAI. */
const allowanceOf = (client: string, total: string) => ({
  allowance: { clientWei: parseEther(client), totalWei: parseEther(total), periodSeconds: 60 },
});
const ask = (init: RequestInit = {}) => whole.post('/v1/images/generations', { prompt: 'a fox' }, init);
const health = async () => (await fetch(`${whole.url}/healthz`)).json();

it('a client gets no more for free than its budget, at no cost to its quota', async () => {
  await whole.restart(allowanceOf('16', '100'));
  await whole.mine('ann');
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
  const refused = await ask();
  expect([refused.status, await refused.json()]).toMatchObject([
    429,
    { error: { code: 'client_budget_spent' } },
  ]);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
  expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('98');
  expect(await health()).toMatchObject({ status: 'ok', budget: { spent_cai: '16', limit_cai: '100' } });
});

it('all clients get no more for free than the whole budget, which health says', async () => {
  await whole.restart(allowanceOf('100', '8'));
  await whole.mine('ann');
  expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect([refused.status, await refused.json()]).toMatchObject([503, { error: { code: 'budget_spent' } }]);
  expect(await health()).toMatchObject({
    status: 'degraded',
    problems: [expect.stringContaining('is spent')],
  });
});

it('an app that hangs up costs nothing until a result is delivered', async () => {
  const started = vi.fn();
  const endless: Work = async () => {
    started();
    return new Promise(() => undefined);
  };
  await whole.restart(allowanceOf('8', '100'));
  await whole.mine('ann', endless);
  for (let tries = 1; tries <= 2; tries++) {
    const leave = new AbortController();
    const asked = ask({ signal: leave.signal });
    await vi.waitFor(() => expect(started).toHaveBeenCalledTimes(tries), 10_000);
    expect(await health()).toMatchObject({ budget: { spent_cai: '8' } });
    leave.abort();
    await expect(asked).rejects.toThrow();
    await vi.waitFor(
      async () => expect(await health()).toMatchObject({ budget: { spent_cai: '0' } }),
      10_000,
    );
  }
});

it('a coordinator that starts again still knows what each client had', async () => {
  const secret = randomBytes(32);
  await whole.restart({ ...allowanceOf('16', '100'), secret });
  await whole.mine('ann');
  expect((await ask()).status).toBe(200);
  await whole.restart({ ...allowanceOf('8', '100'), secret });
  expect(await health()).toMatchObject({ budget: { spent_cai: '8' } });
  expect((await ask()).status).toBe(429);
});
