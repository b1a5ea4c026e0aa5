import { useQueries, useQuery } from '@tanstack/react-query';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readPenalties } from '#chain/history/penalties.ts';
import { readAnnouncedCommission } from '#chain/nodeDetail.ts';
import { type RosterNode, toRosterNode } from '#chain/roster.ts';
import { readMany } from '#chain/rpc/readMany.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { retryFailed } from '#web/queries/retryFailed.ts';
import { useRoster } from '#web/queries/useRoster.ts';
import type { OwnVotes } from '#web/queries/useVotes.ts';

/** How often what changes seldom is read again, in ms. */
const SELDOM_MS = 60_000;

/**
 * All nodes: those that serve, the retired ones that are asked for, and those in which the wallet has stake.
 * @param own the wallet's stake in nodes
 * @param withRetired reads those as well, with a request for each
 */
export function useNodeList(own: readonly OwnVotes[], withRetired: boolean) {
  const rosters = [useRoster('miner'), useRoster('coordinator')];
  const serving = rosters.every(({ data }) => data !== undefined)
    ? rosters.flatMap(({ data }) => data ?? [])
    : undefined;
  const retired = useRetired(serving, withRetired);
  const nodes = new Map<bigint, RosterNode>();
  for (const node of [...(serving ?? []), ...(retired.data ?? []), ...own.map((votes) => votes.node)])
    if (!nodes.has(node.id)) nodes.set(node.id, node);
  const isReading = serving === undefined || (withRetired && retired.data === undefined);
  return {
    nodes: isReading ? undefined : [...nodes.values()],
    isFailed: isReading && (rosters.some(({ isError }) => isError) || retired.isError),
    retry: () => retryFailed([...rosters, retired]),
  };
}

function useRetired(serving: readonly RosterNode[] | undefined, enabled: boolean) {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'retiredNodes'],
    enabled: enabled && serving !== undefined,
    refetchInterval: SELDOM_MS,
    queryFn: async () => {
      const contract = { abi: stakingAbi, address: config.contracts.staking } as const;
      const listed = new Set(serving?.map(({ id }) => id));
      const count = Number(await client.readContract({ ...contract, functionName: 'nodeCount' }));
      const ids = Array.from({ length: count }, (_, at) => BigInt(at + 1)).filter((id) => !listed.has(id));
      const nodes = await readMany(ids, (id) =>
        client.readContract({ ...contract, functionName: 'node', args: [id] }),
      );
      return nodes.map(toRosterNode).filter(({ retired }) => retired);
    },
  });
}

/** Higher commissions that owners have announced, by node id. Null: none; undefined: not read yet. */
export function useAnnounced(nodes: readonly RosterNode[]) {
  const { client, config } = useNetwork();
  return useQueries({
    queries: nodes.map(({ id }) => ({
      queryKey: [...CHAIN_KEY, 'announcedCommission', id.toString()],
      staleTime: SELDOM_MS,
      queryFn: async () =>
        (await readAnnouncedCommission(readerOf(client), config.contracts.staking, id)) ?? null,
    })),
    combine: (results) => new Map(results.map(({ data }, at) => [nodes[at]!.id, data])),
  });
}

/**
 * What nodes lost by their faults, and since when all of that is known: Unix seconds, or undefined for
 * always.
 * @param nodeId of one node; of all if it is undefined
 */
export function usePenalties(nodeId?: bigint) {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'penalties', nodeId?.toString() ?? 'all'],
    staleTime: SELDOM_MS,
    refetchInterval: SELDOM_MS,
    queryFn: async () => {
      const penalties = await readPenalties(readerOf(client), config.contracts, nodeId);
      const first =
        penalties.since === 0n ? undefined : await client.getBlock({ blockNumber: penalties.since });
      return { ...penalties, sinceSeconds: first === undefined ? undefined : Number(first.timestamp) };
    },
  });
}
