import type { Penalty } from '#chain/history/penalties.ts';
import type { Role } from '#chain/roster.ts';

/** For what a node was punished, as a sentence. */
export function penaltyReason({ court, kind }: Pick<Penalty, 'court' | 'kind'>, role: Role): string {
  if (kind === 'fine') return 'A fine: as a juror it voted against the verdict, or not at all.';
  if (court === 'juries') return 'A slash: a jury found one of its results wrong.';
  return role === 'miner'
    ? 'A slash: it signed two results for one task.'
    : 'A slash: it gave a task to a miner that the draw did not choose.';
}
