import type { Emission } from '#chain/emission.ts';
import type { RosterNode } from '#chain/roster.ts';
import { netAprAfterVote, type Observed } from '#web/staking/apr/netApr.ts';

/** What a vote in a miner would earn. */
export interface MinerOutlook {
  node: RosterNode;
  /** A year, as a fraction of the vote; less than nothing where slashes take more than it earns. */
  apr: number;
  observed: Observed | undefined;
}

interface Market {
  emission: Emission;
  observedOf: (nodeId: bigint) => Observed | undefined;
}

/** Miners by what a vote of `wei` from the wallet would earn in each, the best first. */
export function rankMiners(
  miners: readonly RosterNode[],
  wei: bigint,
  { emission, observedOf }: Market,
): MinerOutlook[] {
  return miners
    .filter(({ active }) => active)
    .map((node) => {
      const observed = observedOf(node.id);
      return {
        node,
        observed,
        apr: netAprAfterVote(emission, node, { vote: { wei, fromIdle: 0n }, observed }),
      };
    })
    .sort((a, b) => b.apr - a.apr);
}
