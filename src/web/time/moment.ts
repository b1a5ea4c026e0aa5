import { formatTag } from '#web/language/current.ts';
import { dateTimeFormat } from '#web/language/formatters.ts';
import { t } from '#web/language/translate.ts';

/** Moments and lengths of time in words and digits. Times are Unix seconds. */

const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const MOMENT = { ...DAY, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

/** `22 Nov 2026, 23:15` in the reader's time zone. */
export const formatMoment = (seconds: number): string =>
  dateTimeFormat(formatTag(), MOMENT).format(seconds * 1_000);

/** `23:15:09` in the reader's time zone. */
export const formatClock = (seconds: number): string =>
  dateTimeFormat(formatTag(), CLOCK).format(seconds * 1_000);

/** `22 Nov 2026` in the reader's time zone. */
export const formatDay = (seconds: number): string =>
  dateTimeFormat(formatTag(), DAY).format(seconds * 1_000);

/** Seconds of each unit that a length of time is told in. */
const UNITS = [
  [86_400, 'shell.duration.days'],
  [3_600, 'shell.duration.hours'],
  [60, 'shell.duration.minutes'],
  [1, 'shell.duration.seconds'],
] as const;

/** A length of time in whole seconds, with units: `13 min 37 s`, `2 days 3 h`. A negative one is `0 s`. */
export function formatDuration(seconds: number): string {
  let left = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [length, unit] of UNITS) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) parts.push(t(unit, { count }));
  }
  if (parts.length === 0) return t('shell.duration.seconds', { count: 0 });
  return parts.reduce((long, short) => t('shell.duration.and', { long, short }));
}

/** How long something took: to three digits below a minute, `1.25 s`, and in whole seconds from there. */
export function formatElapsed(seconds: number): string {
  const rounded = Number(seconds.toPrecision(3));
  return rounded < 60 ? t('shell.duration.elapsed', { seconds: String(rounded) }) : formatDuration(seconds);
}
