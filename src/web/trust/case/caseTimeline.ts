import type { CaseView } from '#chain/courts/courtReader.ts';
import { t } from '#web/language/translate.ts';

export interface CaseMoment {
  /** Unix seconds. */
  at: number;
  /** What happened then, or happens. */
  text: string;
  /** The first one that is still to come. */
  isNext: boolean;
  isPast: boolean;
}

/** What happened to a case and what is to come, oldest first. */
export function caseTimeline(theCase: CaseView, nowSeconds: number): CaseMoment[] {
  const { drawnAt, openedAt, settledAt, round, jury } = theCase;
  const { start, commitEnd, revealEnd, finalAt, seedBlock } = jury;
  const name = t('trust.caseTimeline.juryValue', { value: round + 1 });
  const moments: [at: number, text: string][] = [
    [drawnAt, t('trust.caseTimeline.theAccusedNodeGot')],
    [openedAt, t('trust.caseTimeline.theResultWasReported')],
  ];
  if (round > 0) moments.push([start, t('trust.caseTimeline.nameWasCalledBy', { name })]);
  moments.push(
    [commitEnd, t('trust.caseTimeline.nameDrawnByBlock', { name, seed_block: seedBlock })],
    [revealEnd, t('trust.caseTimeline.jurorsOpenTheirVotes')],
  );
  if (finalAt > revealEnd) moments.push([finalAt, t('trust.caseTimeline.aLargerJuryCan')]);
  if (settledAt !== undefined) moments.push([settledAt, t('trust.caseTimeline.theCaseWasSettled')]);
  moments.sort(([a], [b]) => a - b);
  const next = moments.findIndex(([at]) => at > nowSeconds);
  return moments.map(([at, text], place) => ({
    ...{ at, text, isNext: place === next, isPast: at <= nowSeconds },
  }));
}
