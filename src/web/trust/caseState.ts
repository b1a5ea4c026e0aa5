import type { ApiCase } from '#protocol/messages/apiCase.ts';
import type { Tone } from '#web/components/Badge.tsx';

const RUNNING: Record<Exclude<ApiCase['state'], 'settled'>, string> = {
  drawing: 'Jury being drawn',
  voting: 'Voting',
  revealing: 'Votes being opened',
  appealable: 'Can be appealed',
  settling: 'Verdict due',
};

/** Where a case stands in two or three words; once it is settled, its verdict. */
export function caseState({ state, verdict }: Pick<ApiCase, 'state' | 'verdict'>): {
  words: string;
  tone: Tone;
} {
  if (state !== 'settled') return { words: RUNNING[state], tone: 'warn' };
  if (verdict === 'wrong') return { words: 'Found wrong', tone: 'bad' };
  if (verdict === 'right') return { words: 'Found right', tone: 'good' };
  return { words: 'No verdict', tone: 'neutral' };
}

/** What a case waits for, by Unix seconds; null where it waits for nobody's vote or appeal. */
export function nextDeadline({ state, jury }: ApiCase): { at: number; label: string } | null {
  switch (state) {
    case 'drawing':
    case 'voting':
      return { at: jury.voting_ends_at, label: 'Time left to vote' };
    case 'revealing':
      return { at: jury.revealing_ends_at, label: 'Time left to open votes' };
    case 'appealable':
      return { at: jury.final_at, label: 'Time left to appeal' };
    case 'settling':
    case 'settled':
      return null;
  }
}

/** The opened votes of the last jury: `7 wrong, 2 right, 1 without the evidence`. */
export function votesSentence({ votes }: ApiCase['jury']): string {
  const { right = 0, wrong = 0, unavailable = 0 } = votes;
  if (right + wrong + unavailable === 0) return 'no vote opened yet';
  const evidence = unavailable === 0 ? '' : `, ${unavailable} without the evidence`;
  return `${wrong} wrong, ${right} right${evidence}`;
}
