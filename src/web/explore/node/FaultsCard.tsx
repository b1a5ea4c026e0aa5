import { Link } from 'wouter';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { type PaidParts, type Penalty, votersLoss } from '#chain/history/penalties.ts';
import type { RosterNode } from '#chain/roster.ts';
import { Badge, type Tone } from '#web/components/Badge.tsx';
import { ExplorerTransaction } from '#web/components/ExplorerLink.tsx';
import { penaltyReason } from '#web/explore/node/penaltyReason.ts';
import { useBlockTimes, useCasesAgainst, usePaidParts } from '#web/explore/node/useNode.ts';
import { usePenalties } from '#web/explore/nodes/useNodes.ts';
import { formatCai, formatCount } from '#web/money/amount.ts';
import { casePath } from '#web/paths/casePath.ts';
import { formatDay, formatMoment } from '#web/time/moment.ts';

interface PenaltyRowProps {
  penalty: Penalty;
  node: RosterNode;
  parts: PaidParts | undefined;
  /** Unix seconds; undefined while it is read. */
  at: number | undefined;
  /** The case that led to it, if one did. */
  caseId: bigint | undefined;
}

function PenaltyRow({ penalty, node, parts, at, caseId }: PenaltyRowProps) {
  const voters = parts && votersLoss(penalty, parts);
  return (
    <li className="row">
      <div className="row-main">
        <b>
          {formatCai(penalty.taken)} taken
          {voters !== undefined && `, ${formatCai(voters)} of it from voters`}
        </b>
        <small className="muted">
          {penaltyReason(penalty, node.role)}{' '}
          {at === undefined ? `Block ${penalty.block}.` : `${formatMoment(at)}.`}{' '}
          <ExplorerTransaction hash={penalty.transaction} />
        </small>
      </div>
      {caseId !== undefined && <Link href={casePath(String(caseId))}>Case {String(caseId)}</Link>}
    </li>
  );
}

const caseWords = ({ settledAt, verdict }: CaseView): [string, Tone] => {
  if (settledAt === undefined) return ['Running', 'warn'];
  if (verdict === 'wrong') return ['Found wrong', 'bad'];
  return verdict === 'right' ? ['Found right', 'good'] : ['No verdict', 'neutral'];
};

function CaseRow({ theCase }: { theCase: CaseView }) {
  const [words, tone] = caseWords(theCase);
  return (
    <li className="row">
      <div className="row-main">
        <Link href={casePath(String(theCase.caseId))}>Case {String(theCase.caseId)}</Link>
        <small className="muted">Opened {formatMoment(theCase.openedAt)}</small>
      </div>
      <Badge tone={tone}>{words}</Badge>
    </li>
  );
}

const Away = ({ onRetry }: { onRetry: () => void }) => (
  <p className="warn" role="alert">
    The chain did not answer.{' '}
    <button type="button" className="button small" onClick={onRetry}>
      Try again
    </button>
  </p>
);

/** What was taken from a node, and of what it was accused: all of it from the chain. */
export function FaultsCard({ node }: { node: RosterNode }) {
  const penalties = usePenalties(node.id);
  const cases = useCasesAgainst(node.id);
  const parts = usePaidParts().data;
  const listed = [...(penalties.data?.penalties ?? [])].reverse();
  const times = useBlockTimes([...new Set(listed.map(({ block }) => block))]).data;
  const caseOf = (penalty: Penalty) =>
    penalty.court === 'juries' && penalty.kind === 'conviction'
      ? cases.data?.cases.find(({ evidence }) => evidence === penalty.evidence)?.caseId
      : undefined;
  const since = penalties.data?.sinceSeconds;
  return (
    <section className="card span" aria-labelledby="faults-title">
      <h2 id="faults-title">Slashes and cases</h2>
      {penalties.isError && penalties.data === undefined ? (
        <Away onRetry={() => void penalties.refetch()} />
      ) : penalties.data === undefined ? (
        <p className="muted">Reading the chain…</p>
      ) : listed.length === 0 ? (
        <p>{since === undefined ? 'It was never slashed.' : `No slash since ${formatDay(since)}.`}</p>
      ) : (
        <ul className="rows" aria-label="Slashes">
          {listed.map((penalty) => (
            <PenaltyRow
              key={penalty.transaction + penalty.evidence}
              {...{ penalty, node, parts, caseId: caseOf(penalty) }}
              at={times?.get(penalty.block)}
            />
          ))}
        </ul>
      )}
      {penalties.data?.givenBack.map(({ amount, block }) => (
        <p key={String(block)}>
          {formatCai(amount)} were given back to those who lost them, in block {String(block)}.
        </p>
      ))}
      {since !== undefined && (
        <p className="muted">The chain’s node shows only what happened since {formatDay(since)}.</p>
      )}
      <h3>Cases against it</h3>
      {cases.isError && cases.data === undefined ? (
        <Away onRetry={() => void cases.refetch()} />
      ) : cases.data === undefined ? (
        <p className="muted">Reading the chain…</p>
      ) : cases.data.cases.length === 0 ? (
        <p>
          {cases.data.since === 0n
            ? 'No case was ever opened against it.'
            : 'No case was opened against it lately.'}
        </p>
      ) : (
        <ul className="rows" aria-label="Cases against it">
          {cases.data.cases.map((each) => (
            <CaseRow key={String(each.caseId)} theCase={each} />
          ))}
        </ul>
      )}
      {cases.data !== undefined && cases.data.left > 0 && (
        <p className="muted">
          And {formatCount(cases.data.left)} older ones, on the <Link href="/trust">Trust page</Link>.
        </p>
      )}
    </section>
  );
}
