import { Link } from 'wouter';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { type PaidParts, type Penalty, votersLoss } from '#chain/history/penalties.ts';
import type { RosterNode } from '#chain/roster.ts';
import { Badge, type Tone } from '#web/components/Badge.tsx';
import { ExplorerTransaction } from '#web/components/ExplorerLink.tsx';
import { penaltyReason } from '#web/explore/node/penaltyReason.ts';
import { useFaults } from '#web/explore/node/useFaults.ts';
import { rich, t } from '#web/language/translate.ts';
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
  const taken = formatCai(penalty.taken);
  const voters = parts && votersLoss(penalty, parts);
  return (
    <li className="row">
      <div className="row-main">
        <b>
          {voters === undefined
            ? t('explore.faultsCard.takenTaken', { taken })
            : t('explore.faultsCard.takenVoters', { taken, voters: formatCai(voters) })}
        </b>
        <small className="muted">
          {penaltyReason(penalty, node.role)}{' '}
          {at === undefined
            ? t('explore.faultsCard.blockBlock', { block: penalty.block })
            : `${formatMoment(at)}.`}{' '}
          <ExplorerTransaction hash={penalty.transaction} />
        </small>
      </div>
      {caseId !== undefined && (
        <Link href={casePath(String(caseId))}>
          {t('explore.faultsCard.caseCaseid', { caseId: String(caseId) })}
        </Link>
      )}
    </li>
  );
}

const caseWords = ({ settledAt, verdict }: CaseView): [string, Tone] => {
  if (settledAt === undefined) return [t('explore.faultsCard.running'), 'warn'];
  if (verdict === 'wrong') return [t('explore.faultsCard.foundWrong'), 'bad'];
  return verdict === 'right'
    ? [t('explore.faultsCard.foundRight'), 'good']
    : [t('explore.faultsCard.noVerdict'), 'neutral'];
};

function CaseRow({ theCase }: { theCase: CaseView }) {
  const [words, tone] = caseWords(theCase);
  return (
    <li className="row">
      <div className="row-main">
        <Link href={casePath(String(theCase.caseId))}>
          {t('explore.faultsCard.caseCaseid', { caseId: String(theCase.caseId) })}
        </Link>
        <small className="muted">
          {t('explore.faultsCard.openedOpenedat', { openedAt: formatMoment(theCase.openedAt) })}
        </small>
      </div>
      <Badge tone={tone}>{words}</Badge>
    </li>
  );
}

const Away = ({ onRetry }: { onRetry: () => void }) => (
  <p className="warn" role="alert">
    {t('explore.faultsCard.theChainDidNot')}{' '}
    <button type="button" className="button small" onClick={onRetry}>
      {t('explore.faultsCard.tryAgain')}
    </button>
  </p>
);

/** What was taken from a node, and of what it was accused: all of it from the chain. */
export function FaultsCard({ node }: { node: RosterNode }) {
  const { penalties, cases, parts, listed, timeOf, caseOf } = useFaults(node.id);
  const since = penalties.data?.sinceSeconds;
  return (
    <section className="card span" aria-labelledby="faults-title">
      <h2 id="faults-title">{t('explore.faultsCard.slashesAndCases')}</h2>
      {penalties.isError && penalties.data === undefined ? (
        <Away onRetry={() => void penalties.refetch()} />
      ) : penalties.data === undefined ? (
        <p className="muted">{t('explore.faultsCard.readingTheChain')}</p>
      ) : listed.length === 0 ? (
        <p>
          {since === undefined
            ? t('explore.faultsCard.itWasNeverSlashed')
            : t('explore.faultsCard.noSlashSinceSince', { since: formatDay(since) })}
        </p>
      ) : (
        <ul className="rows" aria-label={t('explore.faultsCard.slashes')}>
          {listed.map((penalty) => (
            <PenaltyRow
              key={penalty.transaction + penalty.evidence}
              {...{ penalty, node, parts, caseId: caseOf(penalty) }}
              at={timeOf(penalty)}
            />
          ))}
        </ul>
      )}
      {penalties.data?.givenBack.map(({ amount, block }) => (
        <p key={String(block)}>
          {t('explore.faultsCard.amountWereGivenBack', { amount: formatCai(amount), block: String(block) })}
        </p>
      ))}
      {since !== undefined && (
        <p className="muted">{t('explore.faultsCard.theChainsNodeShows', { since: formatDay(since) })}</p>
      )}
      <h3>{t('explore.faultsCard.casesAgainstIt')}</h3>
      {cases.isError && cases.data === undefined ? (
        <Away onRetry={() => void cases.refetch()} />
      ) : cases.data === undefined ? (
        <p className="muted">{t('explore.faultsCard.readingTheChain')}</p>
      ) : cases.data.cases.length === 0 ? (
        <p>
          {cases.data.since === 0n
            ? t('explore.faultsCard.noCaseWasEver')
            : t('explore.faultsCard.noCaseWasOpened')}
        </p>
      ) : (
        <ul className="rows" aria-label={t('explore.faultsCard.casesAgainstIt')}>
          {cases.data.cases.map((each) => (
            <CaseRow key={String(each.caseId)} theCase={each} />
          ))}
        </ul>
      )}
      {cases.data !== undefined && cases.data.left > 0 && (
        <p className="muted">
          {rich('explore.faultsCard.andLeftOlderOnes', {
            left: formatCount(cases.data.left),
            link: (part) => <Link href="/trust">{part}</Link>,
          })}
        </p>
      )}
    </section>
  );
}
