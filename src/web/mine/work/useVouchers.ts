import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { encodeFunctionData, type Hex } from 'viem';
import { paymentsAbi } from '#chain/generated/contracts.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';

/** The tab's vouchers, each with what the chain has paid on it and can still pay. */
export function useVouchers({ client, status }: Miner) {
  const network = useNetwork();
  return useQuery({
    // A new voucher raises the earnings: it is read at once, not at the next interval.
    queryKey: [...CHAIN_KEY, 'vouchers', status.earnedWei],
    placeholderData: keepPreviousData,
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: async () => {
      const contract = { abi: paymentsAbi, address: network.config.contracts.payments } as const;
      return Promise.all(
        (await client.vouchers()).map(async (voucher) => {
          const { payer, payee } = voucher;
          const [redeemed, deposit] = await Promise.all([
            network.client.readContract({ ...contract, functionName: 'redeemed', args: [payer, payee] }),
            network.client.readContract({ ...contract, functionName: 'balanceOf', args: [payer] }),
          ]);
          return { voucher, redeemed, deposit };
        }),
      );
    },
  });
}

/** The call that redeems all of these vouchers. */
export function redeemData(vouchers: readonly Voucher[]): Hex {
  const unsigned = vouchers.map(({ payer, payee, cumulative }) => ({ payer, payee, cumulative }));
  const signatures = vouchers.map(({ signature }) => signature);
  return encodeFunctionData({
    abi: paymentsAbi,
    functionName: 'redeemMany',
    args: [unsigned, signatures],
  });
}
