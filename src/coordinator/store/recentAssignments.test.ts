import { getAddress, type Hex } from 'viem';
import { expect, it } from 'vitest';
import { KEPT_ASSIGNMENTS, MOST_MINERS, RecentAssignments } from '#coordinator/store/recentAssignments.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const [ann, bob] = [accountOf('ann').address, accountOf('bob').address];
const digest = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`;

it('RecentAssignments knows what a miner was given, and not what another was', () => {
  const recent = new RecentAssignments();
  recent.add(ann, digest(1));
  expect([recent.has(ann, digest(1)), recent.has(ann, digest(2)), recent.has(bob, digest(1))]).toEqual([
    ...[true, false, false],
  ]);
});

it('RecentAssignments forgets the oldest of a miner, and nothing of others', () => {
  const recent = new RecentAssignments();
  recent.add(bob, digest(0));
  for (let number = 0; number <= KEPT_ASSIGNMENTS; number++) recent.add(ann, digest(number));
  const kept = [recent.has(ann, digest(0)), recent.has(ann, digest(1)), recent.has(bob, digest(0))];
  expect(kept).toEqual([false, true, true]);
});

it('RecentAssignments forgets the miner that was given nothing for longest', () => {
  const recent = new RecentAssignments();
  const miner = (number: number) => getAddress(`0x${number.toString(16).padStart(40, '0')}`);
  recent.add(ann, digest(0));
  recent.add(bob, digest(0));
  for (let number = 2; number < MOST_MINERS; number++) recent.add(miner(number), digest(0));
  recent.add(ann, digest(1));
  recent.add(miner(1), digest(0));
  expect([recent.has(ann, digest(0)), recent.has(bob, digest(0))]).toEqual([true, false]);
});
