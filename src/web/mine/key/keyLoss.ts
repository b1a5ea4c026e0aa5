import { redeemable, type VoucherStanding } from '#chain/payments/redeemable.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';

/** What is lost with a miner key, as far as it is known. */
export type KeyLoss =
  | { known: 'reading' }
  /** The vouchers, or what the chain has paid on them, could not be read. */
  | { known: 'no' }
  | { known: 'yes'; payable: bigint; unfunded: bigint };

export function keyLossOf(standings: readonly VoucherStanding[] | undefined, failed: boolean): KeyLoss {
  if (standings === undefined) return { known: failed ? 'no' : 'reading' };
  const { payable, unfunded } = redeemable(standings);
  return { known: 'yes', payable, unfunded };
}

/** Whether another key needs a second word of the user: all but a key that is known to hold nothing. */
export const losesPay = (loss: KeyLoss): boolean => loss.known !== 'yes' || loss.payable + loss.unfunded > 0n;

export function lossSentence(loss: KeyLoss): string {
  if (loss.known === 'reading') return t('mine.keyLoss.lookingUpWhatThis');
  if (loss.known === 'no') {
    return t('mine.keyLoss.whatThisKeyHas');
  }
  const { payable, unfunded } = loss;
  if (payable + unfunded === 0n) return t('mine.keyLoss.thisKeyHasNothing');
  const goes = t('mine.keyLoss.thisKeyHasCai', { cai: formatCai(payable + unfunded) });
  if (unfunded === 0n) return goes;
  return `${goes} ${t('mine.keyLoss.theCoordinatorsChannelsDo', { unfunded: formatCai(unfunded) })}`;
}
