/** The emission as the contract has it now. */
export interface Emission {
  /** Wei of CAI a second. */
  rate: bigint;
  /** What the rate is divided by: idle stake and active nodes' stake, in wei, that of working nodes twice. */
  rewardWeight: bigint;
}

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

/** How often a wei in a node counts in the emission: not while the node is inactive, twice while it works. */
export const countOf = (node: { active: boolean; workingUntil: number }): bigint =>
  !node.active ? 0n : node.workingUntil > 0 ? 2n : 1n;

/** Idle stake counts once, and nobody takes a part of it. */
export const idleStake = (amount: bigint): EarningStake => ({ amount, count: 1n, commissionBps: 0 });

/**
 * What stake earns of the emission in a day at today's rate, in wei of CAI. Fees, which nobody knows
 * beforehand, come on top.
 * @param added weight that this stake does not have in `rewardWeight` yet: it dilutes everybody's part
 */
export function dailyEmission(stake: EarningStake, emission: Emission, added = 0n): bigint {
  const total = emission.rewardWeight + added;
  if (total <= 0n) return 0n;
  const earned = (stake.amount * stake.count * emission.rate * DAY_S) / total;
  return (earned * (BASIS_POINTS - BigInt(stake.commissionBps))) / BASIS_POINTS;
}
