import type { EventPage } from '#web/portfolio/history/accountEvents.ts';

/** Rewards of one day, by the clock of whoever looks. */
export interface RewardDay {
  /** When it began, Unix seconds. */
  from: number;
  /** Wei of CAI that were claimed, to a wallet or to be compounded. */
  wei: bigint;
}

/** Days that fit into a chart on a phone. */
const MOST_DAYS = 60;

/** The beginning of a day, so many days after that of a moment. */
function dayOf(seconds: number, later = 0): number {
  const day = new Date(seconds * 1_000);
  day.setHours(0, 0, 0, 0);
  // Not 24 hours on: days are longer and shorter where clocks change.
  day.setDate(day.getDate() + later);
  return day.getTime() / 1_000;
}

/**
 * Rewards by day, from the first day with some to the last one, days without any included; of many days the
 * newest. Compounding claims first, so its rewards count once.
 */
export function rewardDaysOf(pages: readonly EventPage[]): RewardDay[] {
  const byDay = new Map<number, bigint>();
  for (const { name, at, amount } of pages.flatMap(({ events }) => events))
    if (name === 'Claimed') byDay.set(dayOf(at), (byDay.get(dayOf(at)) ?? 0n) + (amount ?? 0n));
  if (byDay.size === 0) return [];
  const last = Math.max(...byDay.keys());
  const first = Math.max(Math.min(...byDay.keys()), dayOf(last, 1 - MOST_DAYS));
  const days: RewardDay[] = [];
  for (let from = first; from <= last; from = dayOf(from, 1)) days.push({ from, wei: byDay.get(from) ?? 0n });
  return days;
}
