import type { Tone } from '#web/components/Badge.tsx';
import type { AnyResult } from '#web/create/saved/savedResult.ts';
import { t } from '#web/language/translate.ts';
import { formatFraction } from '#web/money/amount.ts';

/** How far from a whole number "1 in N" may be rounded. */
const NEAR = 0.05;

/** A share as people say it: `1 in 20`, or `70 %` where that does not come out even. */
export function shareWords(share: number): string {
  const among = 1 / share;
  return Math.abs(among - Math.round(among)) < NEAR
    ? t('create.auditSentence.1InAmong', { among: Math.round(among) })
    : formatFraction(share);
}

/** Where a result's audit stands; null where there is none. */
export function auditSentence({
  receipt,
  unreplaced,
}: Pick<AnyResult, 'receipt' | 'unreplaced'>): { tone: Tone; sentence: string } | null {
  const { audit } = receipt;
  switch (audit?.state) {
    case undefined:
      return null;
    case 'waiting':
      return { tone: 'neutral', sentence: t('create.auditSentence.waitsForTheAudits') };
    case 'due':
      return { tone: 'neutral', sentence: t('create.auditSentence.beingChecked') };
    case 'passed':
      return audit!.case_id === null
        ? { tone: 'good', sentence: t('create.auditSentence.checkedTheModelGives') }
        : { tone: 'good', sentence: t('create.auditSentence.aJuryFoundItRight') };
    case 'skipped':
      return {
        tone: 'neutral',
        sentence: t('create.auditSentence.notDrawnForA', { share: shareWords(audit!.share) }),
      };
    case 'unchecked':
      return { tone: 'warn', sentence: t('create.auditSentence.notCheckedNoAuditor') };
    case 'withheld':
      return {
        tone: 'warn',
        sentence: t('create.auditSentence.notConfirmedTheMiner'),
      };
    case 'disputed':
      return unreplaced === undefined
        ? { tone: 'bad', sentence: t('create.auditSentence.wrongItIsBeing') }
        : { tone: 'bad', sentence: t('create.auditSentence.wrongAndItCould', { unreplaced }) };
  }
}
