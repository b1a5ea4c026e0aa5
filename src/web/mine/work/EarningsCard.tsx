import { Figure } from '#web/components/Figure.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { redeemable } from '#web/mine/work/redeemable.ts';
import { redeemData, useVouchers } from '#web/mine/work/useVouchers.ts';
import { formatAmount, formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import type { PageWallet } from '#web/transaction/flow.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** What this tab has earned, and the transaction that brings it to the node's owner. */
export function EarningsCard({ miner }: { miner: Miner }) {
  const { config } = useNetwork();
  const { address } = useWallet();
  const standings = useVouchers(miner);
  const flow = useTransaction();
  const { vouchers, payable, unfunded } = redeemable(standings.data ?? []);
  const redeemed = (standings.data ?? []).reduce((total, standing) => total + standing.channel.redeemed, 0n);
  const earned = BigInt(miner.status.earnedWei);

  const redeem = (wallet: PageWallet) =>
    wallet.send({ to: config.contracts.payments, data: redeemData(vouchers) });

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
          You are owed {formatCai(unfunded)} more, but the coordinators’ channels do not hold it yet. Redeem
          it once they do.
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
