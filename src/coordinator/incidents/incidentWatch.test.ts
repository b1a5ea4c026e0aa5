import { beforeEach, expect, it } from 'vitest';
import type { ChainHealth } from '#chain/chainHealth.ts';
import { IncidentStore } from '#coordinator/incidents/incidentStore.ts';
import { AWAY_MS, IncidentWatch, KEPT_MS, LOOK_MS } from '#coordinator/incidents/incidentWatch.ts';
import { incidentLooks, incidents } from '#coordinator/store/schema.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { MOST_INCIDENTS_OF_A_KIND } from '#protocol/messages/api.ts';

const memory = useMemoryDatabase();
const START_MS = 1_800_000_000_000;
const CAPACITY = 3;
type Chain = Pick<ChainHealth, 'state' | 'sinceMs'>;
const WELL: Chain = { state: 'ok', sinceMs: undefined };

beforeEach(async () => {
  await memory.db.delete(incidents);
  await memory.db.delete(incidentLooks);
});

/** A coordinator whose state a test sets, and that looks whenever it waits. */
function startAt(startMs: number) {
  const state = { nowMs: startMs, chain: WELL, pool: { size: 2 }, board: { size: 0 } };
  const store = new IncidentStore(memory.db);
  const watch = new IncidentWatch({
    ...{ store, pool: state.pool, board: state.board, capacity: CAPACITY },
    roster: { health: () => state.chain },
    nowMs: () => state.nowMs,
  });
  return {
    ...{ state, watch, store },
    /** So many looks, each a `LOOK_MS` after the one before. */
    async look(times = 1) {
      for (; times > 0; times--) {
        await watch.look();
        state.nowMs += LOOK_MS;
      }
    },
    told: async () => (await store.newest()).map(({ kind, fromMs, toMs }) => [kind, fromMs, toMs]),
  };
}

it.each([
  [
    'no_miner',
    (state: ReturnType<typeof startAt>['state'], isBad: boolean) => (state.pool.size = isBad ? 0 : 1),
  ],
  [
    'queue_full',
    (state: ReturnType<typeof startAt>['state'], isBad: boolean) =>
      (state.board.size = isBad ? CAPACITY : CAPACITY - 1),
  ],
] as const)('writes down since when there is %s, and how long', async (kind, set) => {
  const { state, look, told } = startAt(START_MS);
  await look();
  set(state, true);
  const from = state.nowMs;
  await look(2);
  expect(await told()).toEqual([[kind, from, null]]);
  await look(3);
  set(state, false);
  const to = state.nowMs;
  await look(2);
  expect(await told()).toEqual([[kind, from, to]]);
});

it('knows of the chain since when it is away', async () => {
  const { state, look, told } = startAt(START_MS);
  await look();
  state.chain = { state: 'failing', sinceMs: START_MS - 5_000 };
  await look(2);
  expect(await told()).toEqual([['chain_away', START_MS - 5_000, null]]);
});

it('says nothing of what only one look has seen', async () => {
  const { state, look, told } = startAt(START_MS);
  state.pool.size = 0;
  await look();
  state.pool.size = 1;
  await look(2);
  expect(await told()).toEqual([]);
});

it('writes down its own absence when it is back, and that what lasted then is over', async () => {
  const before = startAt(START_MS);
  before.state.pool.size = 0;
  await before.look(3);
  const lastMs = before.state.nowMs - LOOK_MS;
  const backMs = lastMs + AWAY_MS;
  const after = startAt(backMs);
  await after.look(2);
  expect(await after.told()).toEqual([
    ['coordinator_away', lastMs, backMs],
    ['no_miner', START_MS, lastMs],
  ]);
});

it('goes on with what lasts after a restart that nobody noticed', async () => {
  const before = startAt(START_MS);
  before.state.pool.size = 0;
  await before.look(3);
  const after = startAt(before.state.nowMs - LOOK_MS + AWAY_MS - 1);
  after.state.pool.size = 0;
  await after.look();
  expect(await after.told()).toEqual([['no_miner', START_MS, null]]);
});

it('calls it an absence too when the machine slept', async () => {
  const { state, look, told } = startAt(START_MS);
  await look();
  const lastMs = START_MS;
  state.nowMs = lastMs + AWAY_MS;
  await look();
  expect(await told()).toEqual([['coordinator_away', lastMs, lastMs + AWAY_MS]]);
});

it('tells of a chain that is still away after the machine slept, from the moment it woke', async () => {
  const { state, look, told } = startAt(START_MS);
  state.chain = { state: 'failing', sinceMs: START_MS };
  await look(2);
  const lastMs = START_MS + LOOK_MS;
  const backMs = lastMs + AWAY_MS;
  state.nowMs = backMs;
  await look(2);
  expect(await told()).toEqual([
    ['chain_away', backMs, null],
    ['coordinator_away', lastMs, backMs],
    ['chain_away', START_MS, lastMs],
  ]);
  state.chain = WELL;
  await look();
  expect((await told())[0]).toEqual(['chain_away', backMs, backMs + 2 * LOOK_MS]);
});

it('counts no look before a sleep and one after it as two in a row', async () => {
  const { state, look, told } = startAt(START_MS);
  state.pool.size = 0;
  await look();
  const backMs = START_MS + AWAY_MS;
  state.nowMs = backMs;
  await look();
  state.pool.size = 1;
  await look();
  expect(await told()).toEqual([['coordinator_away', START_MS, backMs]]);
});

it('lets what happens over and over hide nothing of another kind', async () => {
  const { store, told } = startAt(START_MS);
  await store.add({ kind: 'chain_away', fromMs: START_MS, toMs: START_MS + 1 });
  for (let n = 1; n <= MOST_INCIDENTS_OF_A_KIND; n++)
    await store.add({ kind: 'queue_full', fromMs: START_MS + n, toMs: START_MS + n });
  expect(await told()).toContainEqual(['chain_away', START_MS, START_MS + 1]);
  expect(await told()).toHaveLength(MOST_INCIDENTS_OF_A_KIND + 1);
});

it('forgets an incident a week after its end, and tells some of each kind at most', async () => {
  const { state, look, store, told } = startAt(START_MS);
  await look();
  const endedMs = state.nowMs - KEPT_MS;
  await store.add({ kind: 'no_miner', fromMs: endedMs - 2, toMs: endedMs - 1 });
  await store.add({ kind: 'queue_full', fromMs: endedMs - 2, toMs: endedMs });
  await look();
  expect(await told()).toEqual([['queue_full', endedMs - 2, endedMs]]);
  for (let n = 0; n <= MOST_INCIDENTS_OF_A_KIND; n++)
    await store.add({ kind: 'no_miner', fromMs: START_MS + n, toMs: START_MS + n });
  const misses = (await store.newest()).filter(({ kind }) => kind === 'no_miner');
  expect(misses.map(({ fromMs }) => fromMs)).toEqual(
    Array.from({ length: MOST_INCIDENTS_OF_A_KIND }, (_, n) => START_MS + MOST_INCIDENTS_OF_A_KIND - n),
  );
});
