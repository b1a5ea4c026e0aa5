import { parseEther } from 'viem';
import type { ApiActivity } from '#protocol/messages/api.ts';

/** What goes on in the network now, over all coordinators that answer. */
export interface NetworkFigures {
  tabsOnline: number;
  imagesPerMinute: number;
  tokensPerMinute: number;
  paidTodayWei: bigint;
}

const MINUTES_PER_HOUR = 60;
/** A CAI amount as coordinators write it; anything else counts as nothing. */
const AMOUNT = /^\d{1,10}(\.\d{1,18})?$/;

/**
 * The sums of what coordinators say of themselves. A tab that works for two of them counts at both.
 * @returns undefined while none has answered
 */
export function figuresOf(activities: readonly ApiActivity[]): NetworkFigures | undefined {
  if (activities.length === 0) return undefined;
  const sum = (of: (activity: ApiActivity) => number) =>
    activities.reduce((total, activity) => total + of(activity), 0);
  return {
    tabsOnline: sum(({ miners_online }) => miners_online),
    imagesPerMinute: sum(({ last_hour }) => last_hour.images) / MINUTES_PER_HOUR,
    tokensPerMinute: sum(({ last_hour }) => last_hour.tokens) / MINUTES_PER_HOUR,
    paidTodayWei: activities.reduce(
      (total, { paid_today_cai: cai }) => (AMOUNT.test(cai) ? total + parseEther(cai) : total),
      0n,
    ),
  };
}

/** A rate with no more digits than say something: `0.05`, `3.2`, `1,250`. */
export function roundRate(rate: number): number {
  if (rate >= 10) return Math.round(rate);
  return Number(rate.toPrecision(2));
}
