import { OLD_HEAD_S } from '#chain/chainHealth.ts';
import { ORDER_TIMEOUT_MS } from '#web/coordinator/coordinatorApi.ts';
import type { ExpectedTask, OrderMoment } from '#web/create/saved/savedResult.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Clocks may differ from a coordinator's by this much, in ms. */
const CLOCK_SLACK_MS = OLD_HEAD_S * 1_000;

/**
 * Whether a coordinator may have had this day when an order came that was sent at this moment.
 * @param date such as `2026-11-28`, in UTC
 * @param ms since 1970, of any size
 */
function mayBeDay(date: string, ms: number): boolean {
  const begin = Date.parse(date);
  return ms - CLOCK_SLACK_MS < begin + DAY_MS && ms + ORDER_TIMEOUT_MS + CLOCK_SLACK_MS >= begin;
}

/** The same of an order, by this device's clock or the chain's. */
export function isDayOf(date: string, ordered: OrderMoment | undefined): boolean {
  if (ordered === undefined) return false;
  const { at, chainSeconds } = ordered;
  return mayBeDay(date, at) || (chainSeconds !== undefined && mayBeDay(date, chainSeconds * 1_000));
}

/** Whether the chain told of none of the days that a task was expected for by this device's clock. */
export function isClockInDoubt(tasks: readonly ExpectedTask[], ordered: OrderMoment | undefined): boolean {
  const chainMs = ordered?.chainSeconds === undefined ? undefined : ordered.chainSeconds * 1_000;
  const days = tasks.flatMap(({ date }) => date ?? []);
  return chainMs !== undefined && days.length > 0 && !days.some((date) => mayBeDay(date, chainMs));
}
