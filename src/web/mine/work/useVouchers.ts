import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { encodeFunctionData, type Hex } from 'viem';
import { paymentsAbi } from '#chain/generated/contracts.ts';
import { readChannel } from '#chain/payments/channel.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';

/** The tab's vouchers, each with the channel that pays it. */
export function useVouchers({ client, status }: Miner) {
  const network = useNetwork();
  return useQuery({
    // A new voucher raises the earnings: it is read at once, not at the next interval.
    queryKey: [...CHAIN_KEY, 'vouchers', status.earnedWei],
    placeholderData: keepPreviousData,
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: async () => {
      const { payments } = network.config.contracts;
      return Promise.all(
        (await client.vouchers()).map(async (voucher) => {
          const { payer, payee } = voucher;
          return { voucher, channel: await readChannel(network.client, payments, payer, payee) };
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
