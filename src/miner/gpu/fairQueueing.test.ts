import { beforeEach, describe, expect, it } from 'vitest';
import { FairQueueing, type GpuClaim } from '#miner/gpu/fairQueueing.ts';

const claimOf = (client: string, weight = 1): GpuClaim => ({ client, weight: () => weight });

let fair: FairQueueing;
beforeEach(() => {
  fair = new FairQueueing();
});

/** A task of each claim waits, in this order. @returns the client whose turn it is */
function nextOf(...claims: GpuClaim[]): string | undefined {
  return fair.next(claims.map((claim) => ({ claim })))?.claim.client;
}

describe('FairQueueing.next', () => {
  it.each([
    ['stake', 1],
    ['no stake', 0],
  ])('takes the one that waits longest among equals with %s', (_, weight) => {
    const [ann, bob] = [claimOf('ann', weight), claimOf('bob', weight)];
    for (const claim of [ann, bob]) fair.enter(claim);
    expect([nextOf(ann, bob), nextOf(bob, ann)]).toEqual(['ann', 'bob']);
  });

  it('takes the one that has used less for its stake, though it came later', () => {
    const [ann, bob] = [claimOf('ann', 1), claimOf('bob', 3)];
    for (const claim of [ann, bob]) fair.enter(claim);
    fair.charge([ann], 10);
    fair.charge([bob], 29);
    expect(nextOf(ann, bob)).toBe('bob');
    fair.charge([bob], 2);
    expect(nextOf(ann, bob)).toBe('ann');
  });

  it('takes one without stake only when no other waits', () => {
    const [free, staked] = [claimOf('free', 0), claimOf('staked')];
    for (const claim of [free, staked]) fair.enter(claim);
    fair.charge([staked], 1_000);
    expect([nextOf(free, staked), nextOf(free)]).toEqual(['staked', 'free']);
  });

  it('takes nobody when nobody waits', () => {
    expect(nextOf()).toBeUndefined();
  });
});
