import { t } from '#web/language/translate.ts';
import { ownAuditsOf } from '#web/mine/audits/ownAudits.ts';
import { formatCount, formatFraction } from '#web/money/amount.ts';
import type { Statement } from '#web/nodeRecords/mergeRecords.ts';
import { type NodeRecords, useNodeRecords } from '#web/nodeRecords/useNodeRecords.ts';

function CoordinatorRow({ by, record }: Statement) {
  const audits = ownAuditsOf(record);
  return (
    <li className="row">
      <div className="row-main">
        <b>{by}</b>
        {audits === undefined ? (
          <small className="muted">{t('mine.ownAudits.auditsNothing')}</small>
        ) : (
          <>
            <small className="muted">
              {t('mine.ownAudits.counts', {
                ...{ accepted: audits.accepted, audited: audits.audited },
                ...{ passed: formatCount(audits.passed), doubted: formatCount(audits.doubted) },
              })}
            </small>
            <small className="muted">
              {t('mine.ownAudits.share', { share: formatFraction(audits.leastShare) })}
            </small>
          </>
        )}
      </div>
    </li>
  );
}

interface OwnAuditsViewProps {
  /** Its coordinators' statements on the node; undefined where none knows it. */
  said: readonly Statement[] | undefined;
  records: Pick<NodeRecords, 'isReading' | 'answered'>;
}

/** The same for given records, for tests. */
export function OwnAuditsView({ said = [], records: { isReading, answered } }: OwnAuditsViewProps) {
  const open = said.reduce((sum, { record }) => sum + (ownAuditsOf(record)?.open ?? 0), 0);
  return (
    <section className="card" aria-labelledby="own-audits-title">
      <h2 id="own-audits-title">{t('mine.ownAudits.title')}</h2>
      <p className="muted">{t('mine.ownAudits.lead')}</p>
      {open > 0 && <p className="warn">{t('mine.ownAudits.keepData', { count: open })}</p>}
      {said.length === 0 ? (
        <p className="muted" role="status">
          {isReading
            ? t('mine.ownAudits.asking')
            : t(answered === 0 ? 'mine.ownAudits.silent' : 'mine.ownAudits.none')}
        </p>
      ) : (
        <ul className="rows" aria-label={t('mine.ownAudits.title')}>
          {said.map((statement) => (
            <CoordinatorRow key={String(statement.byId)} {...statement} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** What coordinators say of this browser's own node, and how much of its work is audited now. */
export function OwnAuditsCard({ nodeId }: { nodeId: bigint }) {
  const records = useNodeRecords(nodeId);
  return <OwnAuditsView said={records.byNode.get(String(nodeId))?.said} records={records} />;
}
