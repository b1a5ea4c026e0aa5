import { formatUnits, parseUnits } from 'viem';
import { numberFormat } from '#web/language/formatters.ts';
import { t } from '#web/language/translate.ts';

/** Amounts of CAI: typed text to wei and wei to text. */

export const CAI_DECIMALS = 18;
/** 10^12 CAI is a thousand times the supply: more digits than that are a typing error. */
const MAX_WHOLE_DIGITS = 12;
/** Digits shown after the point; the rest is cut, never rounded up. */
const SHOWN_DECIMALS = 4;

export type AmountProblem =
  | 'EMPTY'
  | 'NOT_A_NUMBER'
  /** A comma where half the world writes it: before the decimals. */
  | 'DECIMAL_COMMA'
  | 'TOO_PRECISE'
  | 'TOO_LARGE'
  | 'ZERO'
  | 'ABOVE_MAXIMUM';

export type ParsedAmount = { ok: true; wei: bigint } | { ok: false; problem: AmountProblem };

const failed = (problem: AmountProblem): ParsedAmount => ({ ok: false, problem });

/** The digits and separators of Arabic and Persian keyboards, by their Latin counterparts. */
const latinDigits = (text: string): string =>
  text
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replaceAll('\u066b', '.')
    .replaceAll('\u066c', ',');

/**
 * Digits in groups of three, all separated alike, and decimals after a point: `20,000.5`. No group of
 * thousands begins with a zero: the comma of `0,500` stands before decimals.
 */
const GROUPED = /^[1-9]\d{0,2}([,\s_'’])\d{3}(?:\1\d{3})*(?:\.\d*)?$/;
const UNGROUPED = /^\d*(?:\.\d*)?$/;

/**
 * Reads what a person typed, e.g. `20,000` or `0.5`. A comma that does not separate thousands is refused: it
 * may stand for a decimal point, and `0,5` must not become 5.
 * @param maximum largest amount allowed, in wei
 */
export function parseAmount(text: string, maximum?: bigint): ParsedAmount {
  const typed = latinDigits(text.trim());
  if (typed === '') return failed('EMPTY');
  if (typed === '.' || !(UNGROUPED.test(typed) || GROUPED.test(typed))) {
    return failed(/^[\d\s_.'’]*\d,\d*$/.test(typed) ? 'DECIMAL_COMMA' : 'NOT_A_NUMBER');
  }
  const [whole = '', fraction = ''] = typed.replaceAll(/[^\d.]/g, '').split('.');
  if (fraction.length > CAI_DECIMALS) return failed('TOO_PRECISE');
  if (whole.replace(/^0+/, '').length > MAX_WHOLE_DIGITS) return failed('TOO_LARGE');
  const wei = parseUnits(`${whole || '0'}.${fraction || '0'}`, CAI_DECIMALS);
  if (wei === 0n) return failed('ZERO');
  if (maximum !== undefined && wei > maximum) return failed('ABOVE_MAXIMUM');
  return { ok: true, wei };
}

/** The sentence under an amount field; nothing while it is empty. */
export function amountSentence(problem: AmountProblem, maximum: bigint | undefined): string | null {
  switch (problem) {
    case 'EMPTY':
      return null;
    case 'NOT_A_NUMBER':
      return t('shell.amount.notANumber');
    case 'DECIMAL_COMMA':
      return t('shell.amount.decimalComma');
    case 'TOO_PRECISE':
      return t('shell.amount.tooPrecise', { decimals: CAI_DECIMALS });
    case 'TOO_LARGE':
      return t('shell.amount.tooLarge');
    case 'ZERO':
      return t('shell.amount.zero');
    case 'ABOVE_MAXIMUM':
      return maximum === 0n
        ? t('shell.amount.nothingYet')
        : t('shell.amount.onlySoMuch', { maximum: formatCai(maximum ?? 0n) });
  }
}

/** The whole amount, to put back into a field: `1234.5`. */
export const exactAmount = (wei: bigint): string => formatUnits(wei, CAI_DECIMALS);

/**
 * Amounts are written in one notation whatever the language: they are copied into fields, and `20.000` is
 * twenty thousand in one notation and twenty in another.
 */
const NOTATION = 'en';

const grouped = (decimal: string): string =>
  // Typed for numbers only, it formats decimals of any length exactly.
  numberFormat(NOTATION, { maximumFractionDigits: SHOWN_DECIMALS, roundingMode: 'trunc' }).format(
    decimal as unknown as bigint,
  );

/** A count, as amounts are written: `4,096`. */
export const formatCount = (count: number): string => grouped(String(count));

/** `20,000`, `0.1234`, `<0.0001`: without the unit. */
export function formatAmount(wei: bigint): string {
  if (wei < 0n) return `−${formatAmount(-wei)}`;
  const shown = grouped(exactAmount(wei));
  return shown === '0' && wei > 0n ? '<0.0001' : shown;
}

/** Whether `formatAmount` leaves digits out. */
export const isCut = (wei: bigint): boolean => (exactAmount(wei).split('.')[1] ?? '').length > SHOWN_DECIMALS;

/** All digits, with their thousands apart: `1,234.567891`. */
export function fullAmount(wei: bigint): string {
  if (wei < 0n) return `−${fullAmount(-wei)}`;
  const [whole = '0', fraction] = exactAmount(wei).split('.');
  return fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
}

export const formatCai = (wei: bigint): string => `${formatAmount(wei)} CAI`;

/**
 * A typed amount as it was read, in a form that means the same everywhere: with a comma and a point there is
 * no doubt which is which. Null for plain digits, which cannot be misread.
 */
export function readBack(text: string, wei: bigint): string | null {
  if (/^\d*$/.test(latinDigits(text.trim()))) return null;
  const [whole = '0', fraction = ''] = exactAmount(wei).split('.');
  return `${formatAmount(BigInt(whole) * 10n ** BigInt(CAI_DECIMALS))}.${fraction.padEnd(2, '0')} CAI`;
}

/** An estimate, to three digits: `21.1 CAI`. */
export function roundCai(wei: bigint): string {
  const spare = Math.max(0, wei.toString().length - 3);
  const unit = 10n ** BigInt(spare);
  return formatCai(((wei + unit / 2n) / unit) * unit);
}

/** Parts in which a share of bigints is computed: far finer than what is shown. */
const SHARE_PARTS = 10n ** 12n;

/** A part of a whole as a percentage, `12.3 %`; `0 %` of nothing. As `formatFraction` rounds. */
export function formatShare(part: bigint, whole: bigint): string {
  if (whole === 0n || part === 0n) return '0 %';
  if (part >= whole) return '100 %';
  // What is below one part of the million million is some of it still.
  return formatFraction(Math.max(1, Number((part * SHARE_PARTS) / whole)) / Number(SHARE_PARTS));
}

/** The least share, in percent, and the least rest that are shown as a number. */
const LEAST_PERCENT = 0.01;

/** A fraction, 0..1, as a percentage of three digits. Only nothing is `0 %`, and only all of it `100 %`. */
export function formatFraction(fraction: number): string {
  const percent = fraction * 100;
  if (percent === 0 || fraction === 1) return `${percent} %`;
  if (percent < LEAST_PERCENT) return `<${LEAST_PERCENT} %`;
  if (percent > 100 - LEAST_PERCENT) return `>${100 - LEAST_PERCENT} %`;
  const rounded = Number(percent.toPrecision(3));
  return `${rounded < 100 ? rounded : Math.floor(percent * 100) / 100} %`;
}
