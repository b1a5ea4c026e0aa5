import type { Emission } from '#chain/emission.ts';
import type { RosterNode } from '#chain/roster.ts';
import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';
import { countIf, type EarningStake, earnedIn, idleStake } from '#web/staking/emission.ts';

/** A year of 365 days, in seconds. */
export const YEAR_SECONDS = 31_536_000n;
/** The stake by which a rate is computed, in wei: one CAI. */
const ONE_CAI = 10n ** 18n;

/** An amount to show what a rate means, in wei. */
export const THOUSAND_CAI = 1_000n * ONE_CAI;

/** The part of a node that decides what its voters earn. */
export type Earner = Pick<RosterNode, 'weight' | 'workingUntil' | 'commissionBps'>;

/** What stake of one CAI earns in a year, as a fraction of it. */
const yearlyPart = (stake: EarningStake, emission: Emission): number =>
  Number(earnedIn(YEAR_SECONDS, stake, emission)) / Number(ONE_CAI);

/** What the emission is divided by if this node works, or does not, and all else stays as it is. */
export function rewardWeightIf({ rewardWeight }: Emission, node: Earner, working: boolean): bigint {
  const now = countIf(node.workingUntil > 0);
  return rewardWeight + node.weight * (countIf(working) - now);
}

/**
 * What the emission pays a voter of a node in a year at today's rate and stake, as a fraction of the vote:
 * less the owner's commission, and without fees, compounding or slashes. 0 for a node without weight.
 * @param working whether the node works, all else being as it is
 */
export function voterApr(emission: Emission, node: Earner, working = node.workingUntil > 0): number {
  if (node.weight === 0n) return 0;
  const stake = { amount: ONE_CAI, count: countIf(working), commissionBps: node.commissionBps };
  return yearlyPart(stake, { ...emission, rewardWeight: rewardWeightIf(emission, node, working) });
}

/** A vote that is thought of. Wei of CAI. */
export interface PlannedVote {
  wei: bigint;
  /** The part of it that is idle stake now, which counts in the emission already. */
  fromIdle: bigint;
}

/**
 * Emission and node as they are once a vote is there: it makes the node's part of the emission larger, and
 * everybody's share smaller.
 * @example
 * const { emission, node } = afterPlannedVote(now, miner, { wei: 5n * 10n ** 18n, fromIdle: 0n });
 */
export function afterPlannedVote<Node extends Earner>(
  { rewardWeight, ...emission }: Emission,
  node: Node,
  { wei, fromIdle }: PlannedVote,
): { emission: Emission; node: Node } {
  const added = wei * countIf(node.workingUntil > 0) - fromIdle;
  return {
    emission: { ...emission, rewardWeight: rewardWeight + added },
    node: { ...node, weight: node.weight === 0n ? 0n : node.weight + wei },
  };
}

/** What a vote earns of the emission in a year once it is there, as a fraction of it: see `voterApr`. */
export function aprAfterVote(
  now: Emission,
  earner: Earner,
  vote: PlannedVote,
  working = earner.workingUntil > 0,
): number {
  const { emission, node } = afterPlannedVote(now, earner, vote);
  return voterApr(emission, node, working);
}

/** What idle stake earns in a year, as a fraction. */
export const idleApr = (emission: Emission): number => yearlyPart(idleStake(ONE_CAI), emission);

/** Parts of a rate that are counted: far finer than what is shown. */
const RATE_PARTS = 1e9;

/** What so many wei earn in a year at a rate, in wei: an estimate, as the rate is. */
export const yearlyOf = (wei: bigint, fraction: number): bigint =>
  (wei * BigInt(Math.round(fraction * RATE_PARTS))) / BigInt(RATE_PARTS);

/**
 * A yearly rate to three digits, with its unit: `9.5 % a year`. Below nothing it is none: a single slash of
 * late says nothing of a year.
 */
export function formatApr(fraction: number): string {
  if (fraction < 0) return t('staking.apr.nothingNow');
  const percent = fraction * 100;
  if (percent > 0 && percent < 0.01) return t('staking.apr.001AYear');
  const rounded = Number(percent.toPrecision(3));
  return t('staking.apr.valueAYear', { value: rounded >= 1_000 ? formatCount(rounded) : rounded });
}
