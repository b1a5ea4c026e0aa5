import { Link } from 'wouter';
import { Badge } from '#web/components/Badge.tsx';
import type { NodeRecord, Statement } from '#web/explore/records/mergeRecords.ts';
import { RecordsStatus } from '#web/explore/records/RecordsStatus.tsx';
import { auditSentence } from '#web/explore/records/recordSentence.ts';
import type { NodeRecords } from '#web/explore/records/useNodeRecords.ts';
import { formatCount } from '#web/money/amount.ts';
import { nodePath } from '#web/paths/nodePath.ts';
import { formatMoment } from '#web/time/moment.ts';

function StatementRow({ byId, by, record, results }: Statement) {
  const counts = results === undefined ? null : [results.delivered, results.audited, results.passed];
  return (
    <tr>
      <th scope="row">
        <Link href={nodePath(byId)}>{by}</Link>
        <small className="muted">
          {record.online
            ? 'online there now'
            : record.last_seen_at === null
              ? 'not seen there lately'
              : `last seen ${formatMoment(record.last_seen_at)}`}
        </small>
      </th>
      {counts === null || results === undefined ? (
        <td colSpan={5} className="muted">
          audits nothing
        </td>
      ) : (
        [...counts, results.disputed, results.withheld].map((count, column) => (
          <td key={column} className="number">
            {formatCount(count)}
          </td>
        ))
      )}
    </tr>
  );
}

function presence({ isOnline, seenAt }: NodeRecord): string {
  if (isOnline) return 'Online';
  return seenAt === undefined ? 'Offline' : `Last seen ${formatMoment(seenAt)}`;
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
        <h2 id="audits-title">Audits</h2>
        {record !== undefined && (
          <Badge tone={record.isOnline ? 'good' : 'neutral'}>{presence(record)}</Badge>
        )}
      </div>
      <p>
        {record === undefined
          ? records.isReading
            ? 'Asking the coordinators…'
            : 'No coordinator that answers has a result of it.'
          : `${auditSentence(record.results)}.`}
      </p>
      {record !== undefined && (
        <div className="scroll-x" role="region" aria-label="Audits by coordinator" tabIndex={0}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">Says</th>
                <th scope="col">Results</th>
                <th scope="col">Audited</th>
                <th scope="col">Passed</th>
                <th scope="col">Disputed</th>
                <th scope="col">Withheld</th>
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
      <p className="muted">
        A coordinator audits some results by computing them again. Disputed: found wrong. Withheld: the miner
        did not hand over what it had signed. These are the coordinators’ own words; a verdict comes from a
        jury.
      </p>
      <RecordsStatus records={records} />
    </section>
  );
}
