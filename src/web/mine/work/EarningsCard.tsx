import { Figure } from '#web/components/Figure.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { t } from '#web/language/translate.ts';
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

  const missing =
    payable === 0n
      ? t('mine.earningsCard.nothingToRedeem')
      : address === undefined
        ? t('mine.earningsCard.connectAWalletTo')
        : undefined;

  const redeem = (wallet: PageWallet) =>
    wallet.send({ to: config.contracts.payments, data: redeemData(vouchers), cai: payable });

  return (
    <section className="card" aria-labelledby="earnings-title">
      <h2 id="earnings-title">{t('mine.earningsCard.earnings')}</h2>
      <dl className="figures" aria-label={t('mine.earningsCard.earningsInCai')}>
        <Figure name={t('mine.earningsCard.earned')} note="CAI">
          {formatAmount(earned > redeemed + payable ? earned : redeemed + payable + unfunded)}
        </Figure>
        <Figure name={t('mine.earningsCard.redeemed')} note="CAI">
          {formatAmount(redeemed)}
        </Figure>
        <Figure name={t('mine.earningsCard.toRedeem')} note="CAI">
          {formatAmount(payable)}
        </Figure>
      </dl>
      {unfunded > 0n && (
        <p className="hint">{t('mine.earningsCard.youAreOwedUnfunded', { unfunded: formatCai(unfunded) })}</p>
      )}
      <TransactionButton flow={flow} unavailable={missing} onClick={() => void flow.run(redeem)}>
        {t('mine.earningsCard.redeemCai')}
      </TransactionButton>
      <TransactionStatus flow={flow} done={t('mine.earningsCard.redeemedTheCaiIs')} missing={missing} />
    </section>
  );
}
