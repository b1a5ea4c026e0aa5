import { parseEther } from 'viem';
import type { ApiActivity } from '#protocol/messages/api.ts';
import { formatTag } from '#web/language/current.ts';
import { numberFormat } from '#web/language/formatters.ts';

/** What goes on in the network now, over all coordinators that answer. */
export interface NetworkFigures {
  tabsOnline: number;
  imagesPerHour: number;
  tokensPerHour: number;
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
    imagesPerHour: sum(({ last_hour }) => last_hour.images),
    tokensPerHour: sum(({ last_hour }) => last_hour.tokens),
    paidTodayWei: activities.reduce(
      (total, { paid_today_cai: cai }) => (AMOUNT.test(cai) ? total + parseEther(cai) : total),
      0n,
    ),
  };
}

/** A rate as people say it: `2` an hour, `3.2` or `1,250` a minute. */
export interface ShownRate {
  value: string;
  /** What the value counts: all of the last hour, or a minute of it on average. */
  per: 'hour' | 'minute';
  /** The same with all digits that differ. */
  exact: { perHour: string; perMinute: string };
}

/** From here on an average has no decimals: a tenth of it says nothing. */
const LEAST_WHOLE = 10;
/** Digits of a smaller one. */
const DIGITS = 2;
/** Digits after the point of an exact rate: a billionth of a minute's is a rounding error. */
const EXACT_DECIMALS = 9;

/** Below one a minute a rate is told for the hour. */
export function shownRate(perHour: number): ShownRate {
  const perMinute = perHour / MINUTES_PER_HOUR;
  const per = perMinute < 1 ? 'hour' : 'minute';
  const rate = per === 'hour' ? perHour : perMinute;
  const format = (number: number, options: Intl.NumberFormatOptions) =>
    numberFormat(formatTag(), options).format(number);
  const exact = { maximumFractionDigits: EXACT_DECIMALS };
  return {
    per,
    value: format(
      rate,
      rate < LEAST_WHOLE ? { maximumSignificantDigits: DIGITS } : { maximumFractionDigits: 0 },
    ),
    exact: { perHour: format(perHour, exact), perMinute: format(perMinute, exact) },
  };
}
