import type { Tone } from '#web/components/Badge.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import type { ShownCase } from '#web/trust/case/shownCase.ts';

const RUNNING: Record<Exclude<ShownCase['state'], 'settled'>, MessageKey> = {
  drawing: 'trust.caseState.juryBeingDrawn',
  voting: 'trust.caseState.voting',
  revealing: 'trust.caseState.votesBeingOpened',
  appealable: 'trust.caseState.canBeAppealed',
  settling: 'trust.caseState.verdictDue',
};

/** Where a case stands in two or three words; once it is settled, its verdict. */
export function caseState({ state, verdict }: Pick<ShownCase, 'state' | 'verdict'>): {
  words: string;
  tone: Tone;
} {
  if (state !== 'settled') return { words: t(RUNNING[state]), tone: 'warn' };
  if (verdict === 'wrong') return { words: t('trust.caseState.foundWrong'), tone: 'bad' };
  if (verdict === 'right') return { words: t('trust.caseState.foundRight'), tone: 'good' };
  return { words: t('trust.caseState.noVerdict'), tone: 'neutral' };
}

/** What a case waits for, by Unix seconds; null where it waits for nobody's vote or appeal. */
export function nextDeadline({ state, jury }: ShownCase): { at: number; label: string } | null {
  switch (state) {
    case 'drawing':
    case 'voting':
      return { at: jury.commitEnd, label: t('trust.caseState.timeLeftToVote') };
    case 'revealing':
      return { at: jury.revealEnd, label: t('trust.caseState.timeLeftToOpen') };
    case 'appealable':
      return { at: jury.finalAt, label: t('trust.caseState.timeLeftToAppeal') };
    case 'settling':
    case 'settled':
      return null;
  }
}

/** The opened votes of the last jury: `7 wrong, 2 right, 1 without the evidence`. */
export function votesSentence({ votes }: ShownCase['jury']): string {
  const { right, wrong, unavailable } = votes;
  if (right + wrong + unavailable === 0) return t('trust.caseState.noVoteOpenedYet');
  return unavailable === 0
    ? t('trust.caseState.wrongWrongRightRight', { wrong, right })
    : t('trust.caseState.votesWithUnavailable', { wrong, right, unavailable });
}
