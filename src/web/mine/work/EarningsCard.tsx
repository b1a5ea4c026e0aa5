import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { encodeFunctionData } from 'viem';
import { paymentsAbi } from '#chain/generated/contracts.ts';
import { Figure } from '#web/components/Figure.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { redeemable } from '#web/mine/work/redeemable.ts';
import { formatAmount, formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import type { PageWallet } from '#web/transaction/flow.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** The tab's vouchers, each with what the chain has paid on it and can still pay. */
function useVouchers({ client, status }: Miner) {
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

/** What this tab has earned, and the transaction that brings it to the node's owner. */
export function EarningsCard({ miner }: { miner: Miner }) {
  const { config } = useNetwork();
  const { address } = useWallet();
  const standings = useVouchers(miner);
  const flow = useTransaction();
  const { vouchers, payable, unfunded } = redeemable(standings.data ?? []);
  const redeemed = (standings.data ?? []).reduce((total, standing) => total + standing.redeemed, 0n);
  const earned = BigInt(miner.status.earnedWei);

  function redeem(wallet: PageWallet) {
    const unsigned = vouchers.map(({ payer, payee, cumulative }) => ({ payer, payee, cumulative }));
    const signatures = vouchers.map(({ signature }) => signature);
    const data = encodeFunctionData({
      abi: paymentsAbi,
      functionName: 'redeemMany',
      args: [unsigned, signatures],
    });
    return wallet.send({ to: config.contracts.payments, data });
  }

  return (
    <section className="card" aria-labelledby="earnings-title">
      <h2 id="earnings-title">Earnings</h2>
      <dl className="figures" aria-label="Earnings in CAI">
        <Figure name="Earned">
          {formatAmount(earned > redeemed + payable ? earned : redeemed + payable + unfunded)}
        </Figure>
        <Figure name="Redeemed">{formatAmount(redeemed)}</Figure>
        <Figure name="To redeem">{formatAmount(payable)}</Figure>
      </dl>
      {unfunded > 0n && (
        <p className="hint">
          You are owed {formatCai(unfunded)} more, but the coordinators’ deposits do not cover it right now.
          Redeem it once they do.
        </p>
      )}
      <TransactionButton
        flow={flow}
        disabled={payable === 0n || address === undefined}
        onClick={() => void flow.run(redeem)}
      >
        Redeem CAI
      </TransactionButton>
      <TransactionStatus flow={flow} done="Redeemed: the CAI is in the node owner’s wallet." />
      {address === undefined && payable > 0n && <p className="hint">Connect a wallet to redeem.</p>}
    </section>
  );
}
