import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HouseMinerNews } from '#protocol/devnet/houseMiner.ts';
import { NoMiner } from '#web/create/waiting/NoMiner.tsx';
import { type HeardHouseMiner, HOUSE_MINER_KEY, readHouseMiner } from '#web/create/waiting/useHouseMiner.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const NOW_MS = 1_800_000_000_000;
const PREPARING: HouseMinerNews = { state: 'preparing', seconds: 23, last_seconds: { Tales: 61.4 } };

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_MS });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function shown(house: Partial<HeardHouseMiner> | undefined, isOrdered = false, model = 'Icons'): string {
  const queries = new QueryClient();
  if (house !== undefined)
    queries.setQueryData(HOUSE_MINER_KEY, { ...PREPARING, since: NOW_MS - 23_000, ...house });
  return renderPage(<NoMiner model={model} isOrdered={isOrdered} />, { queries, config: { devnet: true } });
}

it('says that the house miner gets ready, for how long, and that a task may be sent', () => {
  const html = shown({});
  expect(html).toContain('The house miner of this devnet is getting ready');
  expect(html).toMatch(/<span[^>]* role="timer">23 s<\/span> so far\./);
  expect(html).toContain('The first time takes');
  expect(html).toContain('You can send your task now');
  expect(html).not.toContain('/mine');
});

it('says how long the model took last time, and does not ask for a task that was sent', () => {
  const html = shown({}, true, 'Tales');
  expect(html).toContain('Last time this model took 1 min 1 s.');
  expect(html).not.toContain('The first time');
  expect(html).not.toContain('You can send');
});

it('takes a model by the name of what every object has for one that it knows nothing of', () => {
  expect(shown({}, false, 'constructor')).toContain('The first time takes');
});

it('says that the house miner failed, and what to do', () => {
  expect(shown({ state: 'failed' })).toMatch(/could not start; the terminal says why\. No miner is online/);
});

it.each(['none', 'ready', undefined] as const)('promises nothing where the house miner is %s', (state) => {
  const html = shown(state && { state });
  expect(html).not.toContain('house miner');
  expect(html).toMatch(/No miner is online for this model\. <a href="\/mine">/);
  expect(shown(state && { state }, true)).toMatch(/^<p[^>]*>You can <a href="\/mine">start mining</);
});

it('counts on from what the devnet says, by this device’s clock', async () => {
  vi.stubGlobal('fetch', async () => Response.json(PREPARING));
  expect(await readHouseMiner()).toEqual({ ...PREPARING, since: NOW_MS - 23_000 });
});

it.each([
  [
    'another server’s page',
    () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
  ],
  ['something else', () => Response.json({ state: 'soon' })],
])('takes %s for no news', async (_, answer) => {
  vi.stubGlobal('fetch', async () => answer());
  await expect(readHouseMiner()).rejects.toThrow();
});
