import type { Emission } from '#chain/emission.ts';
import type { NodeFlows } from '#chain/history/nodeFlows.ts';
import type { PastEarning } from '#chain/history/pastEarnings.ts';
import type { RosterNode } from '#chain/roster.ts';
import { aprAfterVote, type Earner, type PlannedVote, voterApr } from '#web/staking/apr.ts';
import { averageApr } from '#web/staking/pastApr.ts';

/** Days of a year, as a rate a year counts them. */
const YEAR_DAYS = 365;

/** Fees and losses of a node over some days. */
export interface Observed extends NodeFlows {
  days: number;
}

/** What makes up a rate, each as a fraction of the stake a year. */
export interface AprParts {
  emission: number;
  fees: number;
  /** What slashes took: it is subtracted. */
  losses: number;
}

/** A part of stake, in a year, at the pace of some days. */
function yearly(wei: bigint, stake: bigint, days: number): number {
  if (stake <= 0n || wei <= 0n) return 0;
  return (Number(wei) / Number(stake)) * (YEAR_DAYS / days);
}

/**
 * What fees brought and slashes took in a year, at the pace of the days that were observed. Both are shared
 * by stake. The stake from which something was taken is what is there now and what was taken.
 * @param assets the stake that shared them, in wei
 * @param added a vote that will share the fees as well, in wei
 */
export function observedParts(
  { fees, lost, days }: Observed,
  { assets }: Pick<RosterNode, 'assets'>,
  added = 0n,
) {
  return {
    fees: yearly(fees, assets + added, days),
    // A slash takes the same share of each vote, however many there are. No year takes more than all.
    losses: Math.min(1, yearly(lost, assets + lost, days)),
  };
}

export const netApr = ({ emission, fees, losses }: AprParts): number => emission + fees - losses;

/** What a vote earns in a year; before fees and slashes while those are not known. */
export function voterNetApr(
  emission: Emission,
  node: Earner & Pick<RosterNode, 'assets'>,
  observed: Observed | undefined,
): number {
  const parts = observed === undefined ? { fees: 0, losses: 0 } : observedParts(observed, node);
  return netApr({ emission: voterApr(emission, node), ...parts });
}

interface PlannedEarning {
  vote: PlannedVote;
  observed: Observed | undefined;
  /** Whether the node works, all else being as it is; as now if it is undefined. */
  working?: boolean;
}

/** The same for a vote that comes on top: it shares the fees with those that are there. */
export function netAprAfterVote(
  emission: Emission,
  node: Earner & Pick<RosterNode, 'assets'>,
  { vote, observed, working = node.workingUntil > 0 }: PlannedEarning,
): number {
  const parts = observed === undefined ? { fees: 0, losses: 0 } : observedParts(observed, node, vote.wei);
  return netApr({ emission: aprAfterVote(emission, node, vote, working), ...parts });
}

/** What a vote earned on average, with the fees of that time and net of what was taken. */
export function averageNetApr(earnings: readonly PastEarning[], observed: Observed): number {
  const assets = earnings.reduce((sum, { node }) => sum + node.assets, 0n) / BigInt(earnings.length);
  return netApr({ emission: averageApr(earnings), ...observedParts(observed, { assets }) });
}
