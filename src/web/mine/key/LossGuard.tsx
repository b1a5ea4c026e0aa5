import { redeemable } from '#chain/payments/redeemable.ts';
import { redeemCall } from '#chain/payments/redeemCall.ts';
import { TransactionStatus } from '#web/components/TransactionButton.tsx';
import { AmountButton } from '#web/confirm/AmountButton.tsx';
import { TypedConfirm, useTypedWord } from '#web/confirm/TypedConfirm.tsx';
import { t } from '#web/language/translate.ts';
import { type KeyLoss, keyLossOf, losesPay, lossSentence } from '#web/mine/key/keyLoss.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { useVouchers } from '#web/mine/work/useVouchers.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** Whether this browser's key may be replaced: it has nothing left to redeem, or its user gave that up. */
export function useLossGuard(miner: Miner) {
  const standings = useVouchers(miner);
  const flow = useTransaction();
  // What has to be typed before a key goes that has pay left.
  const confirm = useTypedWord(t('mine.lossGuard.giveItUp'));
  const loss = keyLossOf(standings.data, standings.isError);
  const { vouchers, payable } = redeemable(standings.data ?? []);
  return {
    flow,
    confirm,
    loss,
    vouchers,
    payable,
    /** Why the key may not be replaced yet; undefined once it may. */
    missing: flow.busy
      ? t('mine.lossGuard.redeemingFirst')
      : mayReplace(loss, confirm.typed)
        ? undefined
        : loss.known === 'reading'
          ? lossSentence(loss)
          : confirm.missing,
  };
}

/** Nothing is lost, or the loss is known as far as it can be, and given up. */
export const mayReplace = (loss: KeyLoss, typed: boolean): boolean =>
  !losesPay(loss) || (loss.known !== 'reading' && typed);

/** Says what goes with the key, offers to redeem it first, and else asks for a typed word. */
export function LossGuard({ guard, to }: { guard: ReturnType<typeof useLossGuard>; to: string }) {
  const { config } = useNetwork();
  const { address } = useWallet();
  const { flow, confirm, loss, vouchers, payable } = guard;
  const redeem = () => {
    const call = { to: config.contracts.payments, data: redeemCall(vouchers), cai: payable };
    void flow.run((wallet) => wallet.send(call));
  };
  return (
    <>
      <p className={losesPay(loss) ? 'warn' : 'muted'} role="status">
        {lossSentence(loss)}
      </p>
      {payable > 0n && (
        <div className="row-actions">
          <AmountButton
            flow={flow}
            wei={payable}
            unavailable={address === undefined ? t('mine.lossGuard.connectAWalletTo') : undefined}
            text="mine.lossGuard.redeemAmount"
            onClick={redeem}
          />
          {address === undefined && <p className="hint">{t('mine.lossGuard.connectAWalletTo')}</p>}
        </div>
      )}
      <TransactionStatus flow={flow} done={t('mine.lossGuard.redeemedTheCaiIs')} />
      {losesPay(loss) && loss.known !== 'reading' && (
        <TypedConfirm confirm={confirm} to={to} readOnly={flow.busy} />
      )}
    </>
  );
}
