import type { ApiCase } from '#protocol/messages/apiCase.ts';

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
  const name = `Jury ${round + 1}`;
  const moments: [at: number, text: string][] = [
    [assigned_at, 'The accused node got the task.'],
    [opened_at, 'The result was reported as wrong, and jury 1 was called.'],
  ];
  if (round > 0) moments.push([called_at, `${name} was called by an appeal.`]);
  moments.push(
    [voting_ends_at, `${name}, drawn by block ${seed_block}, votes in secret until then.`],
    [revealing_ends_at, 'Jurors open their votes until then.'],
  );
  if (final_at > revealing_ends_at) moments.push([final_at, 'A larger jury can be called until then.']);
  if (settled_at !== null) moments.push([settled_at, 'The case was settled.']);
  moments.sort(([a], [b]) => a - b);
  const next = moments.findIndex(([at]) => at > nowSeconds);
  return moments.map(([at, text], place) => ({
    ...{ at, text, isNext: place === next, isPast: at <= nowSeconds },
  }));
}
