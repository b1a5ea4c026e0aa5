import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';

/** The most that the contract lets an owner keep, in basis points. */
export const MAX_COMMISSION_BPS = 5_000;

export type CommissionProblem = 'EMPTY' | 'NOT_A_NUMBER' | 'TOO_PRECISE' | 'TOO_HIGH';

export type ParsedCommission = { ok: true; bps: number } | { ok: false; problem: CommissionProblem };

/** Reads a percentage such as `12.5` or `12 %`, to hundredths. */
export function parseCommission(text: string): ParsedCommission {
  const typed = text.trim().replace(/\s*%$/, '');
  if (typed === '') return { ok: false, problem: 'EMPTY' };
  const [, whole, fraction = ''] = /^(\d{1,6})(?:\.(\d*))?$/.exec(typed) ?? [];
  if (whole === undefined) return { ok: false, problem: 'NOT_A_NUMBER' };
  if (fraction.length > 2) return { ok: false, problem: 'TOO_PRECISE' };
  const bps = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return bps > MAX_COMMISSION_BPS ? { ok: false, problem: 'TOO_HIGH' } : { ok: true, bps };
}

const SENTENCES: Record<Exclude<CommissionProblem, 'EMPTY'>, MessageKey> = {
  NOT_A_NUMBER: 'node.commissionPlan.typeAPercentageSuch',
  TOO_PRECISE: 'node.commissionPlan.twoDigitsAfterThe',
  TOO_HIGH: 'node.commissionPlan.atMostValue',
};

/** The sentence under the field; none while it is empty. */
export const commissionSentence = (problem: CommissionProblem): string =>
  problem === 'EMPTY' ? '' : t(SENTENCES[problem], { value: MAX_COMMISSION_BPS / 100 });

/** A higher commission that was announced. Times are in Unix seconds. */
export interface Announcement {
  bps: number;
  /** From when on it can be applied. */
  from: number;
  /** Until when; then it has lapsed. */
  until: number;
  /** It can be applied now. */
  due: boolean;
}

/** @param announced as the contract gives it: zeros without an announcement */
export function announcementOf(
  announced: readonly [bps: number, effectiveAt: number],
  { coolDown, nowSeconds }: { coolDown: number; nowSeconds: number },
): Announcement | undefined {
  const [bps, from] = announced;
  const until = from + coolDown;
  if (from === 0 || nowSeconds > until) return undefined;
  return { bps, from, until, due: nowSeconds >= from };
}
