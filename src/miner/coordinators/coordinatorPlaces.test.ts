import { beforeEach, describe, expect, it } from 'vitest';
import { CoordinatorPlaces, MAX_TASKS, SILENCE_S } from '#miner/coordinators/coordinatorPlaces.ts';

const [small, middle, large] = [1n, 2n, 3n] as const;
let stakes: Map<bigint, bigint>;
let now: number;
let places: CoordinatorPlaces;

beforeEach(() => {
  stakes = new Map<bigint, bigint>([
    [small, 2_000_000n],
    [middle, 4_000_000n],
    [large, 8_000_000n],
  ]);
  now = 1_000;
  places = new CoordinatorPlaces({ stakes: () => stakes, nowMs: () => now });
});

/** Takes places until there are none. */
const takeAll = (nodeId: bigint): number => {
  let taken = 0;
  while (places.take(nodeId)) taken++;
  return taken;
};
const free = (nodeId: bigint, count: number) => {
  for (let i = 0; i < count; i++) places.free(nodeId);
};

describe('CoordinatorPlaces', () => {
  it('gives a coordinator that is alone all places', () => {
    stakes = new Map([[small, 1n]]);
    expect(takeAll(small)).toBe(MAX_TASKS);
  });

  it('keeps a place for each coordinator that is idle', () => {
    expect(takeAll(small)).toBe(MAX_TASKS - 2);
    expect(places.take(middle)).toBe(true);
    expect(places.take(large)).toBe(true);
  });

  it('gives each its share although another borrowed most places', () => {
    takeAll(small);
    expect([takeAll(large), takeAll(middle)]).toEqual([4, 2]);
  });

  it('gets borrowed places back before they are borrowed again', () => {
    takeAll(small);
    takeAll(large);
    free(small, 3);
    expect(places.take(small)).toBe(false);
    free(small, 2);
    expect(places.take(small)).toBe(true);
  });

  it('keeps the share of a coordinator that is at work', () => {
    places.take(large);
    expect(takeAll(small)).toBe(MAX_TASKS - 4 - 1);
  });

  it('follows the stake', () => {
    for (let i = 0; i < 4; i++) places.take(large);
    places.take(middle);
    places.take(small);
    stakes.set(small, 80_000_000n);
    expect(takeAll(small)).toBe(5);
  });

  it('forgets the place of a coordinator that is gone', () => {
    stakes.delete(large);
    expect(takeAll(small)).toBe(MAX_TASKS - 1);
  });

  it('gives every one of many coordinators a place', () => {
    const many = Array.from({ length: 3 * MAX_TASKS }, (_, i) => BigInt(i));
    stakes = new Map(many.map((nodeId) => [nodeId, 1n]));
    expect(many.map((nodeId) => takeAll(nodeId))).toEqual(many.map(() => 1));
  });

  it('gives one that did not answer a single place for a while', () => {
    places.take(large);
    places.unanswered(large);
    places.free(large);
    expect(takeAll(large)).toBe(1);
    now += SILENCE_S * 1_000 - 1;
    expect(places.take(large)).toBe(false);
    now += 1;
    expect(places.take(large)).toBe(true);
  });
});
