import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import { t } from '#web/language/translate.ts';
import type { ShownCase } from '#web/trust/case/shownCase.ts';

/** Basis points as people write them. */
export const percentOf = (bps: number): string => `${bps / 100} %`;

/**
 * What a case did to the stake of those in it.
 * @param terms undefined until the chain has told them
 */
export function stakeSentence(
  { state, verdict }: Pick<ShownCase, 'state' | 'verdict'>,
  terms: CourtTerms | undefined,
): string {
  if (state !== 'settled') return t('trust.stakeSentence.nothingYetStakeIs');
  switch (verdict) {
    case 'wrong':
      return terms === undefined
        ? t('trust.stakeSentence.wrong')
        : t('trust.stakeSentence.wrongUpTo', { share: percentOf(terms.slashBps) });
    case 'right':
      return t('trust.stakeSentence.nothingWasTakenFrom');
    default:
      return terms === undefined
        ? t('trust.stakeSentence.noVerdict')
        : t('trust.stakeSentence.noVerdictFee', { fee: percentOf(terms.feeBps) });
  }
}
