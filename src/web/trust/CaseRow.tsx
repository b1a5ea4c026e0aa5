import { Link } from 'wouter';
import { Badge } from '#web/components/Badge.tsx';
import { Countdown } from '#web/components/Countdown.tsx';
import { nodeLabel } from '#web/components/nodeLabel.ts';
import { rich, t } from '#web/language/translate.ts';
import { casePath } from '#web/paths/casePath.ts';
import { formatMoment } from '#web/time/moment.ts';
import { caseNote } from '#web/trust/case/caseNote.ts';
import { caseState, nextDeadline, votesSentence } from '#web/trust/case/caseState.ts';
import type { ShownCase } from '#web/trust/case/shownCase.ts';

interface CaseRowProps {
  theCase: ShownCase;
  /** That the accused node announces. */
  name: string | undefined;
}

/** A case in the list of all. */
export function CaseRow({ theCase, name }: CaseRowProps) {
  const { caseId, nodeId, round, openedAt, jury } = theCase;
  const { words, tone } = caseState(theCase);
  const deadline = nextDeadline(theCase);
  return (
    <li className="row">
      <div className="row-main">
        <b>
          {rich(round > 0 ? 'trust.caseRow.againstAppeal' : 'trust.caseRow.against', {
            id: caseId,
            round,
            node: nodeLabel(nodeId, name),
            link: (part) => <Link href={casePath(caseId.toString())}>{part}</Link>,
          })}
        </b>
        <small className="muted">
          {caseNote(theCase)}{' '}
          {t('trust.caseRow.openedOpenedAtVotes', {
            opened_at: formatMoment(openedAt),
            jury: votesSentence(jury),
          })}
        </small>
      </div>
      {deadline !== null && <Countdown until={deadline.at} label={deadline.label} />}
      <Badge tone={tone}>{words}</Badge>
    </li>
  );
}
