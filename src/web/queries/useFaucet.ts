import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { faucetAbi } from '#chain/generated/contracts.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useAddressQuery } from '#web/queries/useAddressQuery.ts';

/** The amounts of one drip in wei, and the period between drips in seconds. */
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

/** When an address may take its next drip, in Unix seconds; 0 if it has had none. */
export const useNextDrip = (faucet: Address, receiver: Address | undefined) =>
  useAddressQuery({
    name: 'nextDrip',
    address: receiver,
    read: async (address, { client }) => {
      const contract = { abi: faucetAbi, address: faucet } as const;
      return Number(await client.readContract({ ...contract, functionName: 'nextDripAt', args: [address] }));
    },
  });
