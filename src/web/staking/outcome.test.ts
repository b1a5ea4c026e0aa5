import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import {
  afterCompound,
  afterStake,
  afterUnstake,
  afterUnvote,
  afterVote,
  type Place,
  stepsOfMove,
} from '#web/staking/outcome.ts';
import { exampleNode } from '#web/staking/testing/exampleNode.ts';
import { formatMoment } from '#web/time/moment.ts';

const place = (more: Partial<Place> = {}): Place => ({
  node: exampleNode(),
  ...{ label: 'node “Nest” (3)', held: parseEther('10000'), isOwner: false },
  ...more,
});
/** 1,000 CAI a day for a weight of 100,000. */
const EMISSION = { rateWei: parseEther('1000') / 86_400n, endsAt: 0, rewardWeight: parseEther('100000') };
const vote = (amount: string, fromIdle: string) => ({
  amount: parseEther(amount),
  fromIdle: parseEther(fromIdle),
});
const leave = { amount: parseEther('2000'), readyAt: 9_000 };

describe('what a transaction leaves', () => {
  it('more votes, from idle stake, less the node’s commission', () => {
    expect(afterVote(place(), vote('2000', '2000'), EMISSION)).toBe(
      'After this: 12,000 CAI in node “Nest” (3), earning about 108 CAI a day at today’s rate.',
    );
  });

  it('dilutes everybody with what comes from outside, and twice as much where the node works', () => {
    const from = (node: Partial<ReturnType<typeof exampleNode>>) =>
      afterVote(place({ node: exampleNode({ commissionBps: 0, ...node }) }), vote('10000', '0'), EMISSION);
    expect(from({})).toContain('20,000 CAI in node “Nest” (3), earning about 182 CAI a day at today’s rate');
    expect(from({ workingUntil: 9 })).toContain('earning about 333 CAI a day at today’s rate');
  });

  it('a bond, of which nobody keeps a part', () => {
    expect(afterVote(place({ isOwner: true }), vote('2000', '2000'), EMISSION)).toContain('about 120 CAI');
  });

  it('nothing earned in a node that is stopped, and no number before the chain has answered', () => {
    const stopped = place({ node: exampleNode({ active: false }) });
    expect(afterVote(stopped, vote('2000', '0'), EMISSION)).toContain('earning nothing for now');
    expect(afterVote(place(), vote('2000', '0'), undefined)).toContain('earning a part of the emission');
  });

  it('fewer votes, and when they can be withdrawn', () => {
    const text = afterUnvote(place(), leave, EMISSION);
    expect(text).toContain(
      'After this: 8,000 CAI in node “Nest” (3), earning about 73.5 CAI a day at today’s rate.',
    );
    expect(text).toContain(`2,000 CAI wait until ${formatMoment(9_000)}`);
    expect(text).toContain('can still be slashed');
  });

  it('no votes where all of them leave, to the wei', () => {
    expect(afterUnvote(place({ held: leave.amount }), leave, EMISSION)).toContain('After this: nothing of');
    expect(afterUnvote(place({ held: leave.amount + 1n }), leave, EMISSION)).toContain('<0.0001 CAI in');
  });

  it('more idle stake, which dilutes what is there, and votes that stay', () => {
    const now = { idle: parseEther('1000'), voted: parseEther('500') };
    expect(afterStake(now, parseEther('24000'), EMISSION)).toBe(
      'After this: 25,000 CAI of idle stake, earning about 202 CAI a day at today’s rate: free to vote with or to unstake. ' +
        '500 CAI stay in nodes.',
    );
  });

  it('less idle stake, and until when the rest is locked', () => {
    const now = { idle: parseEther('2000'), voted: 0n };
    const some = { amount: parseEther('400'), readyAt: 9_000 };
    const text = afterUnstake(now, some, EMISSION);
    expect(text).toMatch(
      /^After this: 1,600 CAI of idle stake, earning about 16.1 CAI a day at today’s rate\. 0 CAI stay/,
    );
    expect(text).toContain(`400 CAI wait until ${formatMoment(9_000)}: they earn nothing, and no slash`);
    expect(afterUnstake(now, { ...some, amount: now.idle }, EMISSION)).toMatch(
      /^After this: no idle stake\./,
    );
  });

  it('a move in two steps, each with its date', () => {
    const [now, then] = stepsOfMove(place(), place({ label: 'node 4', held: 0n }), leave, EMISSION);
    expect(now).toContain(`leave node “Nest” (3). Until ${formatMoment(9_000)} they earn nothing`);
    expect(then).toContain(`From ${formatMoment(9_000)} on: press “Move to node 4”`);
    expect(then).toContain('you have 2,000 CAI there, earning about 17.6 CAI a day at today’s rate');
  });

  it('compounded rewards, idle or as votes', () => {
    const rewards = { amount: parseEther('100'), idle: parseEther('900') };
    expect(afterCompound(undefined, rewards, EMISSION)).toBe(
      'After this: 1,000 CAI of idle stake, earning about 9.99 CAI a day at today’s rate.',
    );
    expect(afterCompound(place(), rewards, EMISSION)).toContain('10,100 CAI in node “Nest” (3)');
  });
});
