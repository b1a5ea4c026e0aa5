import { redeemable, type VoucherStanding } from '#web/mine/work/redeemable.ts';
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
  if (loss.known === 'reading') return 'Looking up what this key has earned…';
  if (loss.known === 'no') {
    return 'What this key has earned and not redeemed cannot be read right now. It goes with the key.';
  }
  const { payable, unfunded } = loss;
  if (payable + unfunded === 0n) return 'This key has nothing left to redeem.';
  const waits =
    unfunded === 0n ? '' : ` The coordinators’ channels do not hold ${formatCai(unfunded)} of it yet.`;
  return `This key has ${formatCai(payable + unfunded)} that are not redeemed. They go with the key: only its backup, imported into this browser again, brings them back.${waits}`;
}
