import type { Emission } from '#chain/emission.ts';

/** Stake in one place, for what it earns. */
export interface EarningStake {
  /** Wei of CAI. */
  amount: bigint;
  /** How often a wei counts in the emission: `countOf`. */
  count: bigint;
  /** What the node's owner keeps of it, in basis points. */
  commissionBps: number;
}

const DAY_S = 86_400n;
const BASIS_POINTS = 10_000n;
/** Nothing is emitted below one whole CAI of weight, in wei. */
const LEAST_WEIGHT = 10n ** 18n;

/** How often a wei in an active node counts in the emission. */
export const countIf = (working: boolean): bigint => (working ? 2n : 1n);

/** How often a wei in a node counts in the emission: not while the node is inactive, twice while it works. */
export const countOf = (node: { active: boolean; workingUntil: number }): bigint =>
  node.active ? countIf(node.workingUntil > 0) : 0n;

/** Idle stake counts once, and nobody takes a part of it. */
export const idleStake = (amount: bigint): EarningStake => ({ amount, count: 1n, commissionBps: 0 });

/** What stake earns of the emission in so many seconds at today's rate, in wei of CAI, without fees. */
export function earnedIn(seconds: bigint, stake: EarningStake, { rateWei, rewardWeight }: Emission): bigint {
  if (rewardWeight < LEAST_WEIGHT) return 0n;
  const earned = (stake.amount * stake.count * rateWei * seconds) / rewardWeight;
  return (earned * (BASIS_POINTS - BigInt(stake.commissionBps))) / BASIS_POINTS;
}

/**
 * What stake earns of the emission in a day at today's rate, in wei of CAI. Fees, which nobody knows
 * beforehand, come on top.
 * @param added weight that this stake does not have in `rewardWeight` yet: it dilutes everybody's part
 */
export const dailyEmission = (stake: EarningStake, emission: Emission, added = 0n): bigint =>
  earnedIn(DAY_S, stake, { ...emission, rewardWeight: emission.rewardWeight + added });
