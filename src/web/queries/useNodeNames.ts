import { useQueries } from '@tanstack/react-query';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { toRosterNode } from '#chain/roster.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { useNodeInfos } from '#web/queries/useRoster.ts';

/** The names that nodes announce, retired ones included, by id; one that announces none has no entry. */
export function useNodeNames(ids: readonly bigint[]): ReadonlyMap<bigint, string> {
  const { client, config } = useNetwork();
  const nodes = useQueries({
    queries: [...new Set(ids)].map((id) => ({
      queryKey: [...CHAIN_KEY, 'node', id.toString()],
      queryFn: async () => {
        const { staking } = config.contracts;
        return toRosterNode(
          await client.readContract({ abi: stakingAbi, address: staking, functionName: 'node', args: [id] }),
        );
      },
    })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  const { byId } = useNodeInfos(nodes);
  return new Map([...byId].map(([id, { name }]) => [id, name]));
}
