import { formatUnits, parseUnits } from 'viem';

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
  const typed = text.trim();
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
      return 'Type a number, such as 20,000 or 0.5.';
    case 'DECIMAL_COMMA':
      return 'Write a point before the decimals, as in 0.5. Commas separate thousands, as in 20,000.';
    case 'TOO_PRECISE':
      return `CAI has at most ${CAI_DECIMALS} digits after the point.`;
    case 'TOO_LARGE':
      return 'That is more CAI than exists.';
    case 'ZERO':
      return 'The amount must be above zero.';
    case 'ABOVE_MAXIMUM':
      return maximum === 0n
        ? 'You have no CAI for this yet.'
        : `You have only ${formatCai(maximum ?? 0n)} for this.`;
  }
}

/** The whole amount, to put back into a field: `1234.5`. */
export const exactAmount = (wei: bigint): string => formatUnits(wei, CAI_DECIMALS);

const inThousands = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** A count, as amounts are written: `4,096`. */
export const formatCount = (count: number): string => inThousands(String(count));

/** `20,000`, `0.1234`, `<0.0001`: without the unit. */
export function formatAmount(wei: bigint): string {
  if (wei < 0n) return `−${formatAmount(-wei)}`;
  const [whole = '0', fraction = ''] = formatUnits(wei, CAI_DECIMALS).split('.');
  const shown = fraction.slice(0, SHOWN_DECIMALS).replace(/0+$/, '');
  if (whole === '0' && shown === '' && wei > 0n) return '<0.0001';
  const grouped = inThousands(whole);
  return shown === '' ? grouped : `${grouped}.${shown}`;
}

export const formatCai = (wei: bigint): string => `${formatAmount(wei)} CAI`;

/**
 * A typed amount as it was read, in a form that means the same everywhere: with a comma and a point there is
 * no doubt which is which. Null for plain digits, which cannot be misread.
 */
export function readBack(text: string, wei: bigint): string | null {
  if (/^\d*$/.test(text.trim())) return null;
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
