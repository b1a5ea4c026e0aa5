import { useQueries } from '@tanstack/react-query';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { type RosterNode, toRosterNode } from '#chain/roster.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { retryFailed } from '#web/queries/retryFailed.ts';

/** These nodes, retired ones included, as far as they are read. An id without a node gives one with id 0. */
export const useNodes = (ids: readonly bigint[]): RosterNode[] => useReadNodes(ids).nodes;

/** As `useNodes`, and whether the chain did not tell one of them. */
export function useReadNodes(ids: readonly bigint[]) {
  const { client, config } = useNetwork();
  return useQueries({
    queries: [...new Set(ids)].map((id) => ({
      queryKey: [...CHAIN_KEY, 'node', id.toString()],
      queryFn: async () => {
        const { staking } = config.contracts;
        return toRosterNode(
          await client.readContract({ abi: stakingAbi, address: staking, functionName: 'node', args: [id] }),
        );
      },
    })),
    combine: (results) => ({
      nodes: results.flatMap(({ data }) => data ?? []),
      isFailed: results.some(({ data, isError }) => data === undefined && isError),
      retry: () => retryFailed(results),
    }),
  });
}
