/** What a spreadsheet would take for a formula. Nodes choose their names themselves. */
const FORMULA_START = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

function fieldOf(text: string): string {
  const safe = FORMULA_START.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A table as RFC 4180 wants it.
 * @param rows as many fields each as there are columns
 */
export const csvOf = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, ...rows].map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('');

/** `2026-11-29T14:30:00Z`, in a form that spreadsheets and programs read alike. */
export const csvTime = (seconds: number): string =>
  new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z');
