import type { ApiCase } from '#protocol/messages/apiCase.ts';
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
export function caseTimeline(theCase: ApiCase, nowSeconds: number): CaseMoment[] {
  const { assigned_at, opened_at, settled_at, jury } = theCase;
  const { round, called_at, voting_ends_at, revealing_ends_at, final_at, seed_block } = jury;
  const name = t('trust.caseTimeline.juryValue', { value: round + 1 });
  const moments: [at: number, text: string][] = [
    [assigned_at, t('trust.caseTimeline.theAccusedNodeGot')],
    [opened_at, t('trust.caseTimeline.theResultWasReported')],
  ];
  if (round > 0) moments.push([called_at, t('trust.caseTimeline.nameWasCalledBy', { name })]);
  moments.push(
    [voting_ends_at, t('trust.caseTimeline.nameDrawnByBlock', { name, seed_block })],
    [revealing_ends_at, t('trust.caseTimeline.jurorsOpenTheirVotes')],
  );
  if (final_at > revealing_ends_at) moments.push([final_at, t('trust.caseTimeline.aLargerJuryCan')]);
  if (settled_at !== null) moments.push([settled_at, t('trust.caseTimeline.theCaseWasSettled')]);
  moments.sort(([a], [b]) => a - b);
  const next = moments.findIndex(([at]) => at > nowSeconds);
  return moments.map(([at, text], place) => ({
    ...{ at, text, isNext: place === next, isPast: at <= nowSeconds },
  }));
}
