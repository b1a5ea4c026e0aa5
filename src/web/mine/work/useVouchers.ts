import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { readChannel } from '#chain/payments/channel.ts';
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
