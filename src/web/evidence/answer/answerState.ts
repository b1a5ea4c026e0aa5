import type { CaseView } from '#chain/courts/courtReader.ts';
import type { CourtTerms } from '#chain/courts/courtTerms.ts';

/** What this browser can do for the accused of a case. */
export type AnswerState =
  /** What it computed is here, and the case does not show it. */
  | 'open'
  | 'exhibited'
  /** No juror votes any more. */
  | 'over'
  /** The result was computed elsewhere, or is not kept any more. */
  | 'not-kept'
  /** Nothing is here, and nothing says that the accused sits before this screen. */
  | 'not-yours';

interface AnswerFacts {
  theCase: Pick<CaseView, 'settledAt' | 'round' | 'jury'>;
  terms: Pick<CourtTerms, 'juries'>;
  /** Unix seconds, by the chain's clock. */
  nowSeconds: number;
  /** Whether the accused node is this wallet's, or mines here. */
  isOwn: boolean;
  /** Whether the bundle is here. */
  isKept: boolean;
  /** Whether the case shows it; undefined while that is read. */
  isShown: boolean | undefined;
}

/** @returns undefined where there is nothing to say, or not yet */
export function answerState(facts: AnswerFacts): AnswerState | undefined {
  const { isOwn, isKept, isShown } = facts;
  const isOver = !mayVote(facts);
  if (!isOwn && !isKept) return isOver ? undefined : 'not-yours';
  if (isOver) return 'over';
  if (!isKept) return 'not-kept';
  if (isShown === undefined) return undefined;
  return isShown ? 'exhibited' : 'open';
}

/** Whether a jury votes, or may still be called. */
function mayVote({ theCase: { settledAt, round, jury }, terms, nowSeconds }: AnswerFacts): boolean {
  const isLast = round + 1 >= terms.juries;
  return settledAt === undefined && nowSeconds < (isLast ? jury.commitEnd : jury.finalAt);
}
