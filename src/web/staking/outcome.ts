import type { Emission } from '#chain/emission.ts';
import type { RosterNode } from '#chain/roster.ts';
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
  if (stake.count === 0n) return 'earning nothing for now';
  if (emission === undefined) return 'earning a part of the emission';
  return `earning about ${roundCai(dailyEmission(stake, emission, added))} a day`;
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
  return `After this: ${formatCai(stake.amount)} in ${place.label}, ${earningPhrase(stake, emission, added)}.`;
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
      ? `nothing of yours in ${place.label}`
      : `${formatCai(stake.amount)} in ${place.label}, ${earningPhrase(stake, emission, -stake.count * amount)}`;
  return `After this: ${left}. ${formatCai(amount)} wait until ${formatMoment(readyAt)}: they earn nothing and can still be slashed with it. Then you can withdraw them.`;
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
    `Now: ${formatCai(amount)} leave ${from.label}. Until ${formatMoment(readyAt)} they earn nothing and can still be slashed with it.`,
    `From ${formatMoment(readyAt)} on: press “Move to ${to.label}” under Leaving, which is a second transaction. Then you have ${formatCai(stake.amount)} there, ${earning}. Until you do, they earn nothing.`,
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
  return `After this: ${formatCai(idle + amount)} of idle stake, ${earning}.`;
}
