import { z } from 'zod';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { RecentTask } from '#miner/status/minerStatus.ts';
import { keptOnNetwork } from '#web/storage/keptOnNetwork.ts';

export const HOUR_S = 3_600;
export const DAY_S = 24 * HOUR_S;
/** Hours that are kept: a week. */
const KEPT_S = 7 * DAY_S;
/** An amount's digits: a million times all CAI that there will be. */
const WEI = /^\d{1,30}$/;
/** Hours and models together: 100 kB of the browser's storage. The oldest go first. */
const MOST_ROWS = 1_000;

const rowsSchema = z
  .array(
    z.object({
      /** When the hour began, in Unix seconds. */
      hour: z.number().int().nonnegative(),
      model: z.string(),
      tasks: z.number().int().positive(),
      wei: z.string().regex(WEI),
    }),
  )
  .max(MOST_ROWS);

/** What this browser earned with one model in one hour, oldest hour first. Wei as a decimal string. */
export type EarnedHour = z.output<typeof rowsSchema>[number];

/** A week of earnings in this browser, over reloads. */
export const keptEarnings = (
  network: NetworkConfig,
  open?: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
) => keptOnNetwork(network, 'earned', rowsSchema, open);

/**
 * Adds finished tasks, each of which must be added once. Rows that are a week or more away from the newest of
 * them are dropped on either side: after a clock that was wrong, later tasks count again.
 */
export function withTasks(rows: readonly EarnedHour[], tasks: readonly RecentTask[]): EarnedHour[] {
  const sums = new Map(rows.map((row) => [keyOf(row), row]));
  for (const { model, amountWei, at } of tasks) {
    const hour = hourOf(at);
    const key = keyOf({ hour, model });
    const { tasks: before, wei: sum } = sums.get(key) ?? { tasks: 0, wei: '0' };
    const wei = (BigInt(sum) + BigInt(amountWei)).toString();
    // A price that nobody can pay would make all that is kept unreadable.
    if (WEI.test(wei)) sums.set(key, { hour, model, tasks: before + 1, wei });
  }
  const sorted = [...sums.values()].sort((one, other) => one.hour - other.hour);
  const newest = Math.max(...tasks.map(({ at }) => hourOf(at)));
  return sorted.filter(({ hour }) => Math.abs(hour - newest) < KEPT_S).slice(-MOST_ROWS);
}

/** When the hour of a moment began. */
const hourOf = (seconds: number): number => seconds - (seconds % HOUR_S);

const keyOf = ({ hour, model }: Pick<EarnedHour, 'hour' | 'model'>): string => `${hour} ${model}`;

/**
 * This page's rows, with those of another tab that has mined since. Of each hour and model the one with more
 * tasks counts: one tab mines at a time, and begins with what was kept before it.
 */
export function withKept(rows: readonly EarnedHour[], kept: readonly EarnedHour[]): EarnedHour[] {
  const merged = new Map(rows.map((row) => [keyOf(row), row]));
  for (const row of kept) {
    const own = merged.get(keyOf(row));
    if (own === undefined || own.tasks < row.tasks) merged.set(keyOf(row), row);
  }
  return [...merged.values()];
}

/** What was earned in a span of time, by model. */
export interface EarnedSpan {
  /** When it began, in Unix seconds. */
  from: number;
  wei: bigint;
  byModel: ReadonlyMap<string, bigint>;
}

/**
 * Earnings in spans of equal length, oldest first. The last one ends with the present hour.
 * @param seconds of a span, a multiple of HOUR_S
 * @example earnedSpans(rows, Date.now() / 1_000, { seconds: HOUR_S, count: 24 });
 */
export function earnedSpans(
  rows: readonly EarnedHour[],
  nowSeconds: number,
  { seconds, count }: { seconds: number; count: number },
): EarnedSpan[] {
  const end = hourOf(nowSeconds) + HOUR_S;
  const start = end - count * seconds;
  const spans = Array.from({ length: count }, (_, at) => {
    const byModel = new Map<string, bigint>();
    return { from: start + at * seconds, wei: 0n, byModel };
  });
  for (const { hour, model, wei } of rows) {
    const span = spans[Math.floor((hour - start) / seconds)];
    if (span === undefined) continue;
    span.wei += BigInt(wei);
    span.byModel.set(model, (span.byModel.get(model) ?? 0n) + BigInt(wei));
  }
  return spans;
}

/**
 * Wei a day at the pace of the last 24 hours, counted from the first of them that brought something.
 * @returns undefined before a full hour of it has passed
 */
export function dailyPace(rows: readonly EarnedHour[], nowSeconds: number): bigint | undefined {
  const spans = earnedSpans(rows, nowSeconds, { seconds: HOUR_S, count: 24 });
  const first = spans.find(({ wei }) => wei > 0n);
  const passed = Math.floor(nowSeconds - (first?.from ?? nowSeconds));
  if (passed < HOUR_S) return undefined;
  return (spans.reduce((sum, { wei }) => sum + wei, 0n) * BigInt(DAY_S)) / BigInt(passed);
}
