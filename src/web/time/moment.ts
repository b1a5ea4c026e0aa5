/** Moments and lengths of time in words and digits. Times are Unix seconds. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/**
 * `22 Nov 2026` in the reader's time zone. Written out here: the first use of Intl takes a browser a
 * twentieth of a second, in which the page does not answer.
 */
export function formatDay(seconds: number): string {
  const date = new Date(seconds * 1_000);
  return `${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`;
}

/** `22 Nov 2026, 23:15` in the reader's time zone. */
export function formatMoment(seconds: number): string {
  const date = new Date(seconds * 1_000);
  const digits = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0'));
  return `${formatDay(seconds)}, ${digits.join(':')}`;
}

/** Seconds of each unit that a length of time is told in. */
const UNITS = [
  [86_400, 'day', 'days'],
  [3_600, 'h', 'h'],
  [60, 'min', 'min'],
  [1, 's', 's'],
] as const;

/** A length of time in whole seconds, with units: `13 min 37 s`, `2 days 3 h`. A negative one is `0 s`. */
export function formatDuration(seconds: number): string {
  let left = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [length, one, many] of UNITS) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) parts.push(`${count} ${count === 1 ? one : many}`);
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

/** How long something took: to three digits below a minute, `1.25 s`, and in whole seconds from there. */
export function formatElapsed(seconds: number): string {
  const rounded = Number(seconds.toPrecision(3));
  return rounded < 60 ? `${rounded} s` : formatDuration(seconds);
}
