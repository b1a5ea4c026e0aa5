import { ActionButton } from '#web/action/ActionButton.tsx';
import { formatTag } from '#web/language/current.ts';
import { listFormat } from '#web/language/formatters.ts';
import { t } from '#web/language/translate.ts';
import type { NodeRecords } from '#web/nodeRecords/useNodeRecords.ts';

/** Where audit records come from, and which part of them is missing. */
export function RecordsStatus({ records }: { records: NodeRecords }) {
  const { silent, answered, isReading, retry } = records;
  if (silent.length === 0 && (isReading || answered > 0)) {
    return (
      <p className="muted">
        {isReading
          ? t('explore.recordsStatus.auditsAskingTheCoordinators')
          : t('explore.recordsStatus.from', { count: answered })}
      </p>
    );
  }
  const who = {
    count: silent.length,
    names: listFormat(formatTag(), { type: 'unit' }).format(silent),
  };
  return (
    <p className="warn" role="alert">
      {silent.length === 0
        ? t('explore.recordsStatus.noneActive')
        : t(
            answered === 0 ? 'explore.recordsStatus.allSilent' : 'explore.recordsStatus.someSilent',
            who,
          )}{' '}
      <ActionButton className="small" onClick={retry}>
        {t('explore.recordsStatus.tryAgain')}
      </ActionButton>
    </p>
  );
}
