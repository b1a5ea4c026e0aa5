const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const twoDigits = (value: number): string => String(value).padStart(2, '0');

const DIRECTIVES: Readonly<Record<string, (date: Date) => string>> = {
  Y: (date) => String(date.getUTCFullYear()),
  y: (date) => twoDigits(date.getUTCFullYear() % 100),
  m: (date) => twoDigits(date.getUTCMonth() + 1),
  d: (date) => twoDigits(date.getUTCDate()),
  e: (date) => String(date.getUTCDate()).padStart(2, ' '),
  '-d': (date) => String(date.getUTCDate()),
  '-m': (date) => String(date.getUTCMonth() + 1),
  B: (date) => MONTHS[date.getUTCMonth()]!,
  b: (date) => MONTHS[date.getUTCMonth()]!.slice(0, 3),
  A: (date) => DAYS[date.getUTCDay()]!,
  a: (date) => DAYS[date.getUTCDay()]!.slice(0, 3),
  H: () => '00',
  M: () => '00',
  S: () => '00',
  '%': () => '%',
};

/**
 * A date as Python's `strftime` writes it in the C locale, at midnight. The same everywhere, unlike the
 * browser's own formats: everyone who runs a task again must get the same prompt.
 * @param date in the form 2026-11-28
 * @example
 * strftime('2026-11-28', '%d %b %Y'); // 28 Nov 2026
 */
export function strftime(date: string, format: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  return format.replace(/%(-?[a-zA-Z%])/g, (directive, name: string) => DIRECTIVES[name]?.(day) ?? directive);
}
