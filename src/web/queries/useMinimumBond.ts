import { useQuery } from '@tanstack/react-query';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { ROLE, type Role } from '#chain/roster.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** The smallest bond a node of this role may have, in wei of CAI; undefined until the chain has answered. */
export function useMinimumBond(role: Role): bigint | undefined {
  const { client, config } = useNetwork();
  const minimum = useQuery({
    queryKey: ['minimumOf', role],
    staleTime: Infinity,
    queryFn: () =>
      client.readContract({
        abi: stakingAbi,
        address: config.contracts.staking,
        functionName: 'minimumOf',
        args: [ROLE[role]],
      }),
  });
  return minimum.data;
}
