import { environmentManager, isServer, QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HOUSE_MINER_PATH, type HouseMinerNews } from '#protocol/devnet/houseMiner.ts';
import { houseMinerQuery } from '#web/create/waiting/useHouseMiner.ts';

const MODELS = ['models', 'https://one.example'];
const LONG_MS = 60_000;

let queries: QueryClient;
let state: HouseMinerNews['state'];
// A whole Response is read in real time, which fake timers do not wait for.
const answer = { json: async () => ({ state, seconds: 3, last_seconds: {} }) };
const asked = vi.fn(async (_path: string) => answer);
beforeEach(() => {
  vi.useFakeTimers();
  // A server asks for nothing again.
  environmentManager.setIsServer(() => false);
  vi.stubGlobal('fetch', asked.mockClear());
  queries = new QueryClient();
  queries.setQueryData(MODELS, []);
});
afterEach(() => {
  queries.clear();
  environmentManager.setIsServer(() => isServer);
  vi.useRealTimers();
});

/** Looks as a page does that stays open. */
function look(devnet: boolean): void {
  new QueryObserver(queries, houseMinerQuery(devnet, queries)).subscribe(() => undefined);
}
const areModelsOld = () => queries.getQueryState(MODELS)?.isInvalidated;

it('asks no site but a devnet’s', async () => {
  look(false);
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(asked).not.toHaveBeenCalled();
});

it('asks every two seconds while the miner prepares, and has its models counted anew once it is ready', async () => {
  state = 'preparing';
  look(true);
  await vi.advanceTimersByTimeAsync(3_999);
  expect(asked.mock.calls.map(([path]) => path)).toEqual([HOUSE_MINER_PATH, HOUSE_MINER_PATH]);
  expect(areModelsOld()).toBe(false);
  state = 'ready';
  await vi.advanceTimersByTimeAsync(1);
  expect(areModelsOld()).toBe(true);
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(asked).toHaveBeenCalledTimes(3);
});

it.each(['none', 'failed'] as const)('asks once where the miner is %s', async (is) => {
  state = is;
  look(true);
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(asked).toHaveBeenCalledOnce();
  expect(areModelsOld()).toBe(false);
});
