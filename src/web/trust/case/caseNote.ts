import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import type { ShownCase } from '#web/trust/case/shownCase.ts';

const RUNNING: Record<Exclude<ShownCase['state'], 'drawing' | 'appealable' | 'settled'>, MessageKey> = {
  voting: 'trust.caseNote.voting',
  revealing: 'trust.caseNote.revealing',
  settling: 'trust.caseNote.settling',
};

/** Where a case stands in a sentence. */
export function caseNote({ state, verdict, round, jury }: ShownCase): string {
  switch (state) {
    case 'drawing':
      return t('trust.caseNote.drawing', { block: jury.seedBlock });
    case 'appealable':
      return t('trust.caseNote.appealable', { jury: round + 1 });
    case 'settled':
      if (verdict === 'wrong') return t('trust.caseNote.foundWrong');
      return verdict === 'right' ? t('trust.caseNote.foundRight') : t('trust.caseNote.noVerdict');
    default:
      return t(RUNNING[state]);
  }
}
