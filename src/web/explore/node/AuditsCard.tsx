import { Link } from 'wouter';
import { Badge } from '#web/components/Badge.tsx';
import { RecordsStatus } from '#web/explore/records/RecordsStatus.tsx';
import { auditSentence, callSentence } from '#web/explore/records/recordSentence.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';
import type { NodeRecord, Statement } from '#web/nodeRecords/mergeRecords.ts';
import type { NodeRecords } from '#web/nodeRecords/useNodeRecords.ts';
import { nodePath } from '#web/paths/nodePath.ts';
import { formatMoment } from '#web/time/moment.ts';

/** What a coordinator counts, in the order of the table. */
const COLUMNS: readonly MessageKey[] = [
  'explore.auditsCard.results',
  'explore.auditsCard.audited',
  'explore.auditsCard.passed',
  'explore.auditsCard.disputed',
  'explore.auditsCard.withheld',
];

function StatementRow({ byId, by, record, results }: Statement) {
  const counts = results === undefined ? null : [results.delivered, results.audited, results.passed];
  return (
    <tr>
      <th scope="row">
        <Link href={nodePath(byId)}>{by}</Link>
        <small className="muted">
          {record.online
            ? t('explore.auditsCard.onlineThereNow')
            : record.last_seen_at === null
              ? t('explore.auditsCard.notSeenThereLately')
              : t('explore.auditsCard.lastSeenLastSeen', { last_seen_at: formatMoment(record.last_seen_at) })}
        </small>
      </th>
      {counts === null || results === undefined ? (
        <td colSpan={5} className="muted">
          {t('explore.auditsCard.auditsNothing')}
        </td>
      ) : (
        [...counts, results.disputed, results.withheld].map((count, column) => (
          <td key={COLUMNS[column]} className="number">
            <span className="cell-name" aria-hidden="true">
              {t(COLUMNS[column]!)}
            </span>
            {formatCount(count)}
          </td>
        ))
      )}
    </tr>
  );
}

function presence({ isOnline, seenAt }: NodeRecord): string {
  if (isOnline) return t('explore.auditsCard.online');
  return seenAt === undefined
    ? t('explore.auditsCard.offline')
    : t('explore.auditsCard.lastSeenSeenat', { seenAt: formatMoment(seenAt) });
}

interface AuditsCardProps {
  /** Undefined where no coordinator knows the miner. */
  record: NodeRecord | undefined;
  records: NodeRecords;
}

/** What coordinators say of a miner’s results, each for itself. */
export function AuditsCard({ record, records }: AuditsCardProps) {
  return (
    <section className="card span" aria-labelledby="audits-title">
      <div className="split">
        <h2 id="audits-title">{t('explore.auditsCard.audits')}</h2>
        {record !== undefined && (
          <Badge tone={record.isOnline ? 'good' : 'neutral'}>{presence(record)}</Badge>
        )}
      </div>
      <p>
        {record === undefined
          ? records.isReading
            ? t('explore.auditsCard.askingTheCoordinators')
            : t('explore.auditsCard.noCoordinatorThatAnswers')
          : `${auditSentence(record.results)}. ${callSentence(record.calls)}.`}
      </p>
      {record !== undefined && (
        <div
          className="scroll-x"
          role="region"
          aria-label={t('explore.auditsCard.auditsByCoordinator')}
          tabIndex={0}
        >
          <table className="plain-table audits-table">
            <thead>
              <tr>
                <th scope="col">{t('explore.auditsCard.says')}</th>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col">
                    {t(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {record.said.map((statement) => (
                <StatementRow key={String(statement.byId)} {...statement} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="muted">{t('explore.auditsCard.aCoordinatorAuditsSome')}</p>
      <RecordsStatus records={records} />
    </section>
  );
}
