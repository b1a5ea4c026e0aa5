import type { Address } from 'viem';
import type { RosterNode } from '#chain/roster.ts';
import { useRoster } from '#web/queries/useRoster.ts';
import { useVotes } from '#web/queries/useVotes.ts';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';

/** The nodes that a wallet owns, those that work first; retired ones as long as it has stake in them. */
export function useOwnNodes(address: Address) {
  const miners = useRoster('miner');
  const coordinators = useRoster('coordinator');
  const votes = useVotes(address);
  const parts = [miners, coordinators];
  const failed = parts.some(({ isError, data }) => isError && data === undefined);
  const retry = () => {
    for (const part of parts) if (part.isError) void part.refetch();
  };
  if (miners.data === undefined || coordinators.data === undefined)
    return { nodes: undefined, failed, retry };
  const retired = (votes.data ?? []).map(({ node }) => node).filter((node) => node.retired);
  return { nodes: ownOf([...miners.data, ...coordinators.data, ...retired], address), failed, retry };
}

export const ownOf = (nodes: readonly RosterNode[], address: Address): RosterNode[] =>
  nodes
    .filter((node) => isOwnedBy(node, address))
    .sort((a, b) => (a.retired === b.retired ? Number(a.id - b.id) : a.retired ? 1 : -1));
