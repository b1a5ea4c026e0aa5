import type { Emission } from '#chain/emission.ts';
import type { RosterNode } from '#chain/roster.ts';
import { t } from '#web/language/translate.ts';
import { formatCai, roundCai } from '#web/money/amount.ts';
import { countOf, dailyEmission, idleStake } from '#web/staking/emission.ts';
import { formatMoment } from '#web/time/moment.ts';

/** What a transaction will leave, in sentences that are shown before the wallet is asked. */

/** A node as the sentences name it, and what the wallet has in it now. */
export interface Place {
  node: RosterNode;
  label: string;
  /** Wei of CAI. */
  held: bigint;
  /** The wallet owns the node: the commission is its own. */
  isOwner: boolean;
}

/** `earning about 3.2 CAI a day`. @param added see `dailyEmission` */
export function earningPhrase(
  stake: { count: bigint; commissionBps: number; amount: bigint },
  emission: Emission | undefined,
  added: bigint,
): string {
  if (stake.count === 0n) return t('staking.outcome.earningNothingForNow');
  if (emission === undefined) return t('staking.outcome.earningAPartOf');
  return t('staking.outcome.earningAboutStakeA', { stake: roundCai(dailyEmission(stake, emission, added)) });
}

const stakeIn = ({ node, isOwner }: Place, amount: bigint) => ({
  amount,
  count: countOf(node),
  commissionBps: isOwner ? 0 : node.commissionBps,
});

/** @param fromIdle the part of the amount that is idle stake now; the rest comes from outside */
export function afterVote(
  place: Place,
  { amount, fromIdle }: { amount: bigint; fromIdle: bigint },
  emission: Emission | undefined,
): string {
  const stake = stakeIn(place, place.held + amount);
  const added = stake.count * amount - fromIdle;
  return t('staking.outcome.afterThisAmountIn', {
    amount: formatCai(stake.amount),
    label: place.label,
    stake: earningPhrase(stake, emission, added),
  });
}

/** @param readyAt when the cool-down will be over, Unix seconds */
export function afterUnvote(
  place: Place,
  { amount, readyAt }: { amount: bigint; readyAt: number },
  emission: Emission | undefined,
): string {
  const stake = stakeIn(place, place.held - amount);
  const left =
    stake.amount === 0n
      ? t('staking.outcome.nothingOfYoursIn', { label: place.label })
      : t('staking.outcome.amountInLabelStake', {
          amount: formatCai(stake.amount),
          label: place.label,
          stake: earningPhrase(stake, emission, -stake.count * amount),
        });
  return t('staking.outcome.afterThisLeftAmount', {
    left,
    amount: formatCai(amount),
    readyAt: formatMoment(readyAt),
  });
}

/**
 * Of stake that comes from the wallet and votes for nobody yet.
 * @param now wei of CAI: what is idle, and what is in nodes, which stays
 */
export function afterStake(
  now: { idle: bigint; voted: bigint },
  amount: bigint,
  emission: Emission | undefined,
): string {
  const idle = now.idle + amount;
  return t('staking.outcome.afterStake', {
    idle: formatCai(idle),
    earning: earningPhrase(idleStake(idle), emission, amount),
    voted: formatCai(now.voted),
  });
}

/** Of idle stake that leaves. @param exit `readyAt` is when the cool-down will be over, Unix seconds */
export function afterUnstake(
  now: { idle: bigint; voted: bigint },
  exit: { amount: bigint; readyAt: number },
  emission: Emission | undefined,
): string {
  const idle = now.idle - exit.amount;
  const leaving = {
    voted: formatCai(now.voted),
    amount: formatCai(exit.amount),
    readyAt: formatMoment(exit.readyAt),
  };
  if (idle === 0n) return t('staking.outcome.afterUnstakeAll', leaving);
  const earning = earningPhrase(idleStake(idle), emission, -exit.amount);
  return t('staking.outcome.afterUnstake', { ...leaving, idle: formatCai(idle), earning });
}

/** The two steps of a move, each with its date. */
export function stepsOfMove(
  from: Place,
  to: Place,
  { amount, readyAt }: { amount: bigint; readyAt: number },
  emission: Emission | undefined,
): [now: string, then: string] {
  const stake = stakeIn(to, to.held + amount);
  const earning = earningPhrase(stake, emission, stake.count * amount);
  return [
    t('staking.outcome.nowAmountLeaveLabel', {
      amount: formatCai(amount),
      label: from.label,
      readyAt: formatMoment(readyAt),
    }),
    t('staking.outcome.fromReadyatOnPress', {
      readyAt: formatMoment(readyAt),
      label: to.label,
      amount: formatCai(stake.amount),
      earning,
    }),
  ];
}

/** @param to undefined for idle stake */
export function afterCompound(
  to: Place | undefined,
  { amount, idle }: { amount: bigint; idle: bigint },
  emission: Emission | undefined,
): string {
  if (to !== undefined) return afterVote(to, { amount, fromIdle: 0n }, emission);
  const earning = earningPhrase(idleStake(idle + amount), emission, amount);
  return t('staking.outcome.afterThisCaiOf', { cai: formatCai(idle + amount), earning });
}
