import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { faucetAbi } from '#chain/generated/contracts.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';

/** What one drip gives, and how often. */
export function useFaucetTerms(faucet: Address) {
  const { client } = useNetwork();
  return useQuery({
    queryKey: ['faucetTerms', faucet],
    staleTime: Infinity,
    queryFn: async () => {
      const contract = { abi: faucetAbi, address: faucet } as const;
      const [tokens, gas, period] = await Promise.all([
        client.readContract({ ...contract, functionName: 'tokenAmount' }),
        client.readContract({ ...contract, functionName: 'gasAmount' }),
        client.readContract({ ...contract, functionName: 'period' }),
      ]);
      return { tokens, gas, period: Number(period) };
    },
  });
}

/** When an address may have its next drip, in Unix seconds; 0 when it has had none. */
export function useNextDrip(faucet: Address, receiver: Address | undefined) {
  const { client } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'nextDrip', receiver],
    enabled: receiver !== undefined,
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: async () =>
      Number(
        await client.readContract({
          abi: faucetAbi,
          address: faucet,
          functionName: 'nextDripAt',
          args: [receiver as Address],
        }),
      ),
  });
}
