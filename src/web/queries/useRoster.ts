import { useQueries, useQuery } from '@tanstack/react-query';
import { type NodeInfo, readNodeInfo } from '#chain/nodeInfo.ts';
import { type Role, type RosterNode, readRoster } from '#chain/roster.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';

/** All nodes of a role that are not retired, the heaviest first. */
export function useRoster(role: Role) {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'roster', role],
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: async () => {
      const nodes = await readRoster(readerOf(client), config.contracts.staking, role);
      return nodes.sort((a, b) =>
        a.weight === b.weight ? Number(a.id - b.id) : a.weight > b.weight ? -1 : 1,
      );
    },
  });
}

export interface NodeInfos {
  /** By node id; a node without readable information has no entry. */
  byId: Map<bigint, NodeInfo>;
  /** Every node's announcement has been looked up. */
  complete: boolean;
}

/** The information that nodes announce, read once for each announcement. */
export function useNodeInfos(nodes: readonly RosterNode[]): NodeInfos {
  const { client, config } = useNetwork();
  return useQueries({
    queries: nodes.map((node) => ({
      queryKey: ['nodeInfo', node.id.toString(), node.infoHash],
      staleTime: Infinity,
      queryFn: async () => (await readNodeInfo(readerOf(client), config.contracts.staking, node)) ?? null,
    })),
    combine: (results) => ({
      byId: new Map(results.flatMap(({ data }, place) => (data ? [[nodes[place]!.id, data] as const] : []))),
      complete: results.every(({ isPending }) => !isPending),
    }),
  });
}
