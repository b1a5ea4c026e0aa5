import { formatTag } from '#web/language/current.ts';
import { numberFormat } from '#web/language/formatters.ts';

const BASIS_POINTS = 10_000;

/**
 * A part as the reader's language writes it.
 * @example percent(250); // '2.5%'
 */
export const percent = (bps: number): string =>
  numberFormat(formatTag(), { style: 'percent', maximumFractionDigits: 2 }).format(bps / BASIS_POINTS);
