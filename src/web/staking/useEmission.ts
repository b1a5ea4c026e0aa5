import { useQuery } from '@tanstack/react-query';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import type { Emission } from '#web/staking/emission.ts';

/** It changes slowly: a minute, in ms. */
const INTERVAL_MS = 60_000;

/** The emission's rate and what it is divided by; undefined until the chain has answered. */
export function useEmission(): Emission | undefined {
  const { client, config } = useNetwork();
  const emission = useQuery({
    queryKey: [...CHAIN_KEY, 'emission'],
    refetchInterval: INTERVAL_MS,
    queryFn: async () => {
      const contract = { abi: stakingAbi, address: config.contracts.staking } as const;
      const [rate, rewardWeight] = await Promise.all([
        client.readContract({ ...contract, functionName: 'emissionRate' }),
        client.readContract({ ...contract, functionName: 'rewardWeight' }),
      ]);
      return { rate, rewardWeight };
    },
  });
  return emission.data;
}
