import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import {
  type Choice,
  highRateReason,
  idleAprAfter,
  idleComparison,
} from '#web/staking/apr/idleComparison.ts';
import { exampleNode } from '#web/staking/testing/exampleNode.ts';

const cai = (whole: number) => parseEther(String(whole));
/** A tenth a year for stake that counts once. */
const EMISSION = { rateWei: cai(1), endsAt: 2_000_000_000, rewardWeight: cai(315_360_000) };
const choice = (node: Parameters<typeof exampleNode>[0], more: Partial<Choice> = {}): Choice => ({
  ...{ emission: EMISSION, node: exampleNode({ commissionBps: 500, ...node }), observed: undefined },
  ...{ vote: { wei: cai(1_000), fromIdle: 0n }, ...more },
});

it('says that idle stake is better than a vote for a node that does not work, and when it is not', () => {
  expect(idleComparison(choice({}))).toBe(
    'Better now: idle stake. It earns 10 % a year, and no slash reaches it. ' +
      'This node pays more only while it works: then 19 % a year.',
  );
});

it('says that a vote for a working node is better, what it risks and what it earns without work', () => {
  expect(idleComparison(choice({ workingUntil: 9 }))).toBe(
    'Better now: the vote. Idle stake earns 10 % a year, but no slash reaches it; a vote can be slashed. ' +
      'This node pays that only while it works: otherwise 9.5 % a year.',
  );
});

it('promises nothing of work that would not beat idle stake either', () => {
  const slashed = choice({}, { observed: { fees: 0n, lost: cai(20_000), days: 30 } });
  expect(idleComparison(slashed)).toMatch(/reaches it\.$/);
});

it('says that a node whose fees alone beat idle stake is better without work as well', () => {
  const paid = choice({}, { observed: { fees: cai(2_000), lost: 0n, days: 30 } });
  expect(idleComparison(paid)).toMatch(/^Better now: the vote\..* can be slashed\.$/);
});

it('counts what the stake dilutes, but not twice what is idle already', () => {
  expect(idleAprAfter(EMISSION, { wei: cai(315_360_000), fromIdle: 0n })).toBeCloseTo(0.05, 9);
  expect(idleAprAfter(EMISSION, { wei: cai(9), fromIdle: cai(9) })).toBeCloseTo(0.1, 9);
});

it('says why a rate is very high, and nothing of others', () => {
  expect(highRateReason(23.2)).toBe('The rate is so high because few stake yet. It falls with every stake.');
  expect(highRateReason(0.99)).toBeUndefined();
});
