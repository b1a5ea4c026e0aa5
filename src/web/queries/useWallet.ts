import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { useAccount } from 'wagmi';
import { caiAbi } from '#chain/generated/contracts.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';

/** What an address holds: CAI and gas, in wei. */
export function useBalances(address: Address | undefined) {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'balances', address],
    enabled: address !== undefined,
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: async () => {
      const owner = address as Address;
      const [cai, gas] = await Promise.all([
        client.readContract({
          abi: caiAbi,
          address: config.contracts.cai,
          functionName: 'balanceOf',
          args: [owner],
        }),
        client.getBalance({ address: owner }),
      ]);
      return { cai, gas };
    },
  });
}

/** The connected wallet and what it holds. */
export function useWallet() {
  const { address } = useAccount();
  const balances = useBalances(address);
  return { address, balances };
}
