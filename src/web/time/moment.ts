/** Moments and spans in words and digits. Times are Unix seconds. */

/** `22 Nov 2026, 23:15` in the reader's time zone. */
export const formatMoment = (seconds: number): string =>
  new Date(seconds * 1_000).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

const DAY = 86_400;
const HOUR = 3_600;
const MINUTE = 60;

/** `2 d 03:04:05`, `00:59`. A negative span gives `00:00`. */
export function formatSpan(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const days = Math.floor(left / DAY);
  const hours = Math.floor((left % DAY) / HOUR);
  const clock = `${two(Math.floor((left % HOUR) / MINUTE))}:${two(left % MINUTE)}`;
  if (days > 0) return `${days} d ${two(hours)}:${clock}`;
  return hours > 0 ? `${two(hours)}:${clock}` : clock;
}

const UNITS = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
] as const;

/** A round length of time in words, `20 minutes`; any other as `formatSpan` writes it. */
export function formatPeriod(seconds: number): string {
  const unit = UNITS.find(([length]) => seconds >= length && seconds % length === 0);
  if (unit === undefined) return formatSpan(seconds);
  const [length, name] = unit;
  const count = seconds / length;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
