import type { Address } from 'viem';
import { caiAbi } from '#chain/generated/contracts.ts';
import { useAddressQuery } from '#web/queries/useAddressQuery.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

/** An address's balances of CAI and of gas, in wei. */
export const useBalances = (address: Address | undefined) =>
  useAddressQuery({
    name: 'balances',
    address,
    read: async (owner, { client, config }) => {
      const contract = { abi: caiAbi, address: config.contracts.cai } as const;
      const [cai, gas] = await Promise.all([
        client.readContract({ ...contract, functionName: 'balanceOf', args: [owner] }),
        client.getBalance({ address: owner }),
      ]);
      return { cai, gas };
    },
  });

/** The connected wallet's address and balances. */
export function useWallet() {
  const address = useWalletLink().account?.address;
  const balances = useBalances(address);
  return { address, balances };
}
