import { type CourtTerms, seatsOfRound, verdictOf } from '#chain/courts/courtTerms.ts';
import { t } from '#web/language/translate.ts';
import { formatCai, formatCount } from '#web/money/amount.ts';
import { formatDuration } from '#web/time/moment.ts';
import type { ShownCase } from '#web/trust/case/shownCase.ts';
import { percentOf } from '#web/trust/case/stakeSentence.ts';

/** What an appeal holds against each outcome of the jury before, as the contract does. */
const AGAINST = {
  wrong: 'trust.appealTerms.againstWrong',
  right: 'trust.appealTerms.againstRight',
  none: 'trust.appealTerms.againstNone',
} as const;

/**
 * What an appeal of this case means, and what becomes of its deposit: sentences to read before signing.
 * @param deposit in wei of CAI
 */
export function appealTerms({ round, jury }: ShownCase, terms: CourtTerms, deposit: bigint): string[] {
  const found = verdictOf(terms, round, jury.votes) ?? 'none';
  const { commitWindow, revealWindow, appealWindow } = terms;
  const isLast = round + 2 >= terms.juries;
  const seconds = commitWindow + revealWindow + (isLast ? 0 : appealWindow);
  return [
    t(AGAINST[found], { jury: round + 1, seats: formatCount(seatsOfRound(terms, round + 1)) }),
    t('trust.appealTerms.deposit', { deposit: formatCai(deposit), fee: percentOf(terms.feeBps) }),
    // Who appeals for a conviction shares what it lacks for the jurors' pay.
    ...(found === 'wrong' ? [] : [t('trust.appealTerms.convictionMayLack')]),
    t('trust.appealTerms.heldFor', { time: formatDuration(seconds) }),
  ];
}
