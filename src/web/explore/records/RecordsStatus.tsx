import { ActionButton } from '#web/action/ActionButton.tsx';
import type { NodeRecords } from '#web/explore/records/useNodeRecords.ts';
import { formatCount } from '#web/money/amount.ts';

/** Where audit records come from, and which part of them is missing. */
export function RecordsStatus({ records }: { records: NodeRecords }) {
  const { silent, answered, isReading, retry } = records;
  if (silent.length === 0 && (isReading || answered > 0)) {
    return (
      <p className="muted">
        {isReading
          ? 'Audits: asking the coordinators…'
          : `Audits: from ${formatCount(answered)} ${answered === 1 ? 'coordinator' : 'coordinators'}`}
      </p>
    );
  }
  const who =
    silent.length === 0
      ? 'No coordinator is active'
      : `${silent.join(', ')} ${silent.length === 1 ? 'does' : 'do'} not answer`;
  return (
    <p className="warn" role="alert">
      {who}:{' '}
      {answered === 0 ? 'audits and who is online' : silent.length === 1 ? 'its audits' : 'their audits'} are
      missing here. All else is from the chain.{' '}
      <ActionButton className="small" onClick={retry}>
        Try again
      </ActionButton>
    </p>
  );
}
