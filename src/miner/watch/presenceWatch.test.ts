import { type Hex, keccak256, toHex } from 'viem';
import { expect, it } from 'vitest';
import { boss, miner, nowSeconds, PRICE, rival, stranger } from '#miner/testing/world.ts';
import { FREE_FOR_MS, type Presence, PresenceWatch, TROUBLE_MS } from '#miner/watch/presenceWatch.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';

const NOW = 10_000_000;
const FREE: Presence = { connectedSince: NOW - FREE_FOR_MS, troubleAt: undefined, prices: [PRICE] };

const IDLE = { since: NOW - FREE_FOR_MS };

function setUp(presence: Partial<Presence> | null = {}, idle: { since: number | undefined } = IDLE) {
  const counted: boolean[] = [];
  const watch = new PresenceWatch({
    miner: miner.address,
    presenceAt: () => (presence === null ? undefined : { ...FREE, ...presence }),
    ...{ idleSince: () => idle.since, uptimeMs: () => NOW },
    onTask: (_, isGiven) => counted.push(isGiven),
  });
  return { watch, counted };
}

let tasks = 0;
const passedOver = (change: Partial<Assignment> = {}): Assignment => ({
  ...{ taskId: keccak256(toHex(++tasks)), coordinator: boss.address, miner: rival.address, attempt: 0 },
  ...{ rosterBlock: 1, beacon: `0x${'b'.repeat(64)}` as Hex, passed: [stranger.address, miner.address] },
  ...{ unitPrice: PRICE, expiry: nowSeconds(), signature: '0x' as Hex },
  ...change,
});

it('counts that a free tab was passed over, once for a task, and what it was given', () => {
  const { watch, counted } = setUp();
  const assignment = passedOver();
  watch.see(assignment);
  watch.see({ ...assignment, attempt: 1 });
  expect(counted).toEqual([false]);
  watch.see(passedOver({ miner: miner.address, passed: [] }));
  expect(counted).toEqual([false, true]);
});

it.each([
  ['it was not passed over', {}, { passed: [stranger.address] }],
  ['it came just now', { connectedSince: NOW - FREE_FOR_MS + 1 }, {}],
  ['it is not connected', { connectedSince: undefined }, {}],
  ['the coordinator is not served', null, {}],
  ['it takes no tasks at this price', {}, { unitPrice: PRICE + 1n }],
  ['it failed a task not long ago', { troubleAt: NOW - TROUBLE_MS + 1 }, {}],
] as const)('counts nothing where %s', (_, presence, change) => {
  const { watch, counted } = setUp(presence);
  watch.see(passedOver(change as Partial<Assignment>));
  expect(counted).toEqual([]);
});

it('counts nothing while the tab works, or had work just now', () => {
  for (const since of [NOW - FREE_FOR_MS + 1, undefined]) {
    const { watch, counted } = setUp({}, { since });
    watch.see(passedOver());
    expect(counted).toEqual([]);
  }
});

it('counts again once a failure is long ago', () => {
  const { watch, counted } = setUp({ troubleAt: NOW - TROUBLE_MS });
  watch.see(passedOver());
  expect(counted).toEqual([false]);
});
