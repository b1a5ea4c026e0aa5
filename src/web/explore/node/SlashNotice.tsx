import { Link } from 'wouter';
import { type PaidParts, type Penalty, votersLoss } from '#chain/history/penalties.ts';
import type { Role, RosterNode } from '#chain/roster.ts';
import { useFaults } from '#web/explore/node/useFaults.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { casePath } from '#web/paths/casePath.ts';
import { formatMoment } from '#web/time/moment.ts';

/** Why and when a node was slashed, and what that took. @param parts undefined while they are read */
export function slashSentence(
  penalty: Penalty,
  { role, at, parts }: { role: Role; at: number; parts: PaidParts | undefined },
): string {
  const reason =
    penalty.court === 'juries'
      ? 'explore.slashNotice.jury'
      : role === 'miner'
        ? 'explore.slashNotice.twoResults'
        : 'explore.slashNotice.wrongDraw';
  const taken = formatCai(penalty.taken);
  const voters = parts && votersLoss(penalty, parts);
  const amount =
    voters === undefined
      ? t('explore.slashNotice.taken', { taken })
      : t('explore.slashNotice.takenVoters', { taken, voters: formatCai(voters) });
  return `${t(reason, { at: formatMoment(at) })} ${amount}`;
}

/** At the top of a node's page: its newest slash, with the case that led to it. */
export function SlashNotice({ node }: { node: RosterNode }) {
  const { listed, parts, timeOf, caseOf } = useFaults(node.id);
  const slash = listed.find(({ kind }) => kind === 'conviction');
  const at = slash && timeOf(slash);
  if (slash === undefined || at === undefined) return null;
  const caseId = caseOf(slash);
  return (
    <p className="hint slash-notice" role="note">
      {slashSentence(slash, { role: node.role, at, parts })}{' '}
      {caseId !== undefined && (
        <Link href={casePath(String(caseId))}>{t('explore.slashNotice.seeTheCase')}</Link>
      )}
    </p>
  );
}
