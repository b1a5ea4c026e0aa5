import { Link } from 'wouter';
import type { ApiCase } from '#protocol/messages/apiCase.ts';
import { Badge } from '#web/components/Badge.tsx';
import { Countdown } from '#web/components/Countdown.tsx';
import { nodeLabel } from '#web/components/nodeLabel.ts';
import { rich, t } from '#web/language/translate.ts';
import { casePath } from '#web/paths/casePath.ts';
import { formatMoment } from '#web/time/moment.ts';
import { caseState, nextDeadline, votesSentence } from '#web/trust/caseState.ts';

interface CaseRowProps {
  theCase: ApiCase;
  /** That the accused node announces. */
  name: string | undefined;
}

/** A case in the list of all. */
export function CaseRow({ theCase, name }: CaseRowProps) {
  const { id, node, note, opened_at, jury } = theCase;
  const { words, tone } = caseState(theCase);
  const deadline = nextDeadline(theCase);
  return (
    <li className="row">
      <div className="row-main">
        <b>
          {rich(jury.round > 0 ? 'trust.caseRow.againstAppeal' : 'trust.caseRow.against', {
            id,
            round: jury.round,
            node: nodeLabel(BigInt(node), name),
            link: (part) => <Link href={casePath(id)}>{part}</Link>,
          })}
        </b>
        <small className="muted">
          <bdi>{note}</bdi>{' '}
          {t('trust.caseRow.openedOpenedAtVotes', {
            opened_at: formatMoment(opened_at),
            jury: votesSentence(jury),
          })}
        </small>
      </div>
      {deadline !== null && <Countdown until={deadline.at} label={deadline.label} />}
      <Badge tone={tone}>{words}</Badge>
    </li>
  );
}
