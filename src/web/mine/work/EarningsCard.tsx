import type { Address } from 'viem';
import { redeemable } from '#chain/payments/redeemable.ts';
import { redeemCall } from '#chain/payments/redeemCall.ts';
import { Figure } from '#web/components/Figure.tsx';
import { TransactionStatus } from '#web/components/TransactionButton.tsx';
import { AmountButton } from '#web/confirm/AmountButton.tsx';
import { onDemand } from '#web/design/onDemand.tsx';
import { t } from '#web/language/translate.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { useVouchers } from '#web/mine/work/useVouchers.ts';
import { formatCai } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useNetwork } from '#web/network/networkContext.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';
import type { PageWallet } from '#web/transaction/flow.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** Only who mines has something to redeem by itself. */
const AutoRedeemChoice = onDemand(
  async () => (await import('#web/mine/work/AutoRedeemChoice.tsx')).AutoRedeemChoice,
);

interface EarningsCardProps {
  miner: Miner;
  /** Of the node that this tab serves. */
  owner: Address | undefined;
}

/** What this tab has earned, and the transaction that brings it to the node's owner. */
export function EarningsCard({ miner, owner }: EarningsCardProps) {
  const { config } = useNetwork();
  const { address } = useWallet();
  const standings = useVouchers(miner);
  const flow = useTransaction();
  const isOwner = owner !== undefined && address !== undefined && isOwnedBy({ owner }, address);
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
    wallet.send({ to: config.contracts.payments, data: redeemCall(vouchers), cai: payable });

  return (
    <section className="card earnings" aria-labelledby="earnings-title">
      <h2 id="earnings-title">{t('mine.earningsCard.earnings')}</h2>
      <dl className="figures" aria-label={t('mine.earningsCard.earningsInCai')}>
        <Figure name={t('mine.earningsCard.earned')} note="CAI">
          <ExactAmount wei={earned > redeemed + payable ? earned : redeemed + payable + unfunded} />
        </Figure>
        <Figure name={t('mine.earningsCard.redeemed')} note="CAI">
          <ExactAmount wei={redeemed} />
        </Figure>
        <Figure name={t('mine.earningsCard.toRedeem')} note="CAI">
          <ExactAmount wei={payable} />
        </Figure>
      </dl>
      {unfunded > 0n && (
        <p className="hint">{t('mine.earningsCard.youAreOwedUnfunded', { unfunded: formatCai(unfunded) })}</p>
      )}
      <AmountButton
        flow={flow}
        wei={payable === 0n ? undefined : payable}
        unavailable={missing}
        text="mine.earningsCard.redeemAmount"
        onClick={() => void flow.run(redeem)}
      />
      <TransactionStatus
        flow={flow}
        done={t(isOwner ? 'mine.earningsCard.redeemedToYou' : 'mine.earningsCard.redeemedTheCaiIs')}
        missing={missing}
      />
      {(miner.running || payable > 0n) && <AutoRedeemChoice />}
    </section>
  );
}
