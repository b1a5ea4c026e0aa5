import type { Emission } from '#chain/emission.ts';
import type { RosterNode } from '#chain/roster.ts';
import { formatCount } from '#web/money/amount.ts';

/** A year of 365 days, in seconds. */
export const YEAR_SECONDS = 31_536_000n;
/** How often the stake of a working node counts in the emission. */
const WORKING_FACTOR = 2n;
/** Nothing is emitted below one whole CAI of weight, in wei. */
const LEAST_WEIGHT = 10n ** 18n;
const BPS = 10_000n;
/** Parts in which a rate is computed: far finer than what is shown. */
const PARTS = 10n ** 12n;

/** The part of a node that decides what its voters earn. */
export type Earner = Pick<RosterNode, 'weight' | 'workingUntil' | 'commissionBps'>;

const factorOf = (working: boolean): bigint => (working ? WORKING_FACTOR : 1n);

/** What the emission is divided by if this node works, or does not, and all else stays as it is. */
export function rewardWeightIf({ rewardWeight }: Emission, node: Earner, working: boolean): bigint {
  const now = factorOf(node.workingUntil > 0);
  return rewardWeight + node.weight * (factorOf(working) - now);
}

/**
 * What the emission pays a voter of a node in a year at today's rate and stake, as a fraction of the vote:
 * less the owner's commission, and without fees, compounding or slashes. 0 for a node without weight.
 * @param working whether the node works, all else being as it is
 */
export function voterApr(emission: Emission, node: Earner, working = node.workingUntil > 0): number {
  const weight = rewardWeightIf(emission, node, working);
  if (node.weight === 0n || weight < LEAST_WEIGHT) return 0;
  const yearly = emission.rateWei * YEAR_SECONDS * factorOf(working);
  return Number((yearly * (BPS - BigInt(node.commissionBps)) * PARTS) / (weight * BPS)) / Number(PARTS);
}

/**
 * The same for a vote of `wei` more, once it is there: it makes the node's part of the emission larger, and
 * everybody's share smaller.
 * @param vote.fromIdle the part of it that was idle stake, which counts in the emission already
 */
export function aprAfterVote(
  { rewardWeight, ...emission }: Emission,
  node: Earner,
  { wei, fromIdle }: { wei: bigint; fromIdle: bigint },
): number {
  const added = wei * factorOf(node.workingUntil > 0) - fromIdle;
  return voterApr(
    { ...emission, rewardWeight: rewardWeight + added },
    { ...node, weight: node.weight === 0n ? 0n : node.weight + wei },
  );
}

/** What idle stake earns in a year, as a fraction. */
export function idleApr({ rateWei, rewardWeight }: Emission): number {
  if (rewardWeight < LEAST_WEIGHT) return 0;
  return Number((rateWei * YEAR_SECONDS * PARTS) / rewardWeight) / Number(PARTS);
}

/** A yearly rate to three digits, with its unit: `9.5 % a year`. */
export function formatApr(fraction: number): string {
  const percent = fraction * 100;
  if (percent > 0 && percent < 0.01) return '<0.01 % a year';
  const rounded = Number(percent.toPrecision(3));
  return `${rounded >= 1_000 ? formatCount(rounded) : rounded} % a year`;
}
