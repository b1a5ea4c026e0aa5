import { expect, it, vi } from 'vitest';
import { HALF_LIFE_S, MOST_COORDINATORS, openFiguresStore } from '#miner/watch/figures.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));

let scopes = 0;
function setUp(scope = `scope ${++scopes}`) {
  const clock = { now: 1_800_000_000 };
  return { clock, scope, store: openFiguresStore(scope, () => clock.now) };
}

it('counts by node, and goes on after a reload', async () => {
  const { store, scope, clock } = setUp();
  await store.count(7n, 'skipped');
  await store.count(7n, 'skipped');
  await store.count(8n, 'given');
  expect(await store.count(7n, 'audited')).toMatchObject({ audited: 1, skipped: 2, given: 0, passedOver: 0 });
  const reloaded = openFiguresStore(scope, () => clock.now);
  const [at, none] = [clock.now, { audited: 0, skipped: 0, given: 0, passedOver: 0 }];
  expect(await reloaded.all()).toEqual(
    new Map([
      [7n, { ...none, audited: 1, skipped: 2, at }],
      [8n, { ...none, given: 1, at }],
    ]),
  );
});

it('a count weighs half after its half-life, and none is below zero after a clock was set back', async () => {
  const { store, clock } = setUp();
  for (let i = 0; i < 4; i++) await store.count(7n, 'passedOver');
  clock.now += HALF_LIFE_S;
  expect((await store.all()).get(7n)?.passedOver).toBeCloseTo(2);
  expect((await store.count(7n, 'passedOver')).passedOver).toBeCloseTo(3);
  clock.now -= 10 * HALF_LIFE_S;
  expect((await store.all()).get(7n)?.passedOver).toBeCloseTo(3);
});

it('forgets the coordinator that was counted longest ago when there are too many', async () => {
  const { store, clock } = setUp();
  for (let node = 0; node <= MOST_COORDINATORS; node++) {
    clock.now += 1;
    await store.count(BigInt(node), 'given');
  }
  const kept = await store.all();
  expect(kept.size).toBe(MOST_COORDINATORS);
  expect(kept.has(0n)).toBe(false);
  expect(kept.has(BigInt(MOST_COORDINATORS))).toBe(true);
});
