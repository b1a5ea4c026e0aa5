import { ActionButton } from '#web/action/ActionButton.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { formatTag } from '#web/language/current.ts';
import { listFormat } from '#web/language/formatters.ts';
import { t } from '#web/language/translate.ts';
import { formatCount, formatFraction } from '#web/money/amount.ts';
import { type NodeRecords, useNodeRecords } from '#web/nodeRecords/useNodeRecords.ts';
import { auditTotals } from '#web/trust/totals/auditTotals.ts';

/** Who said so, and who did not answer. */
function Source({ records }: { records: NodeRecords }) {
  const { silent, answered, isReading, retry } = records;
  if (isReading) return <p className="muted">{t('trust.totals.asking')}</p>;
  if (silent.length === 0 && answered > 0)
    return <p className="muted">{t('trust.totals.from', { count: answered })}</p>;
  const names = listFormat(formatTag(), { type: 'unit' }).format(silent);
  return (
    <p className="warn" role="alert">
      {silent.length === 0
        ? t('trust.recordNotice.noCoordinatorIsActive')
        : t('trust.totals.silent', { names })}{' '}
      <ActionButton className="small" onClick={retry}>
        {t('trust.caseProblem.tryAgain')}
      </ActionButton>
    </p>
  );
}

/** The same for given records, for tests. */
export function TotalsView({ records }: { records: NodeRecords }) {
  const totals = records.answered === 0 ? undefined : auditTotals(records.byNode.values());
  const counted = (count: number | undefined) => (count === undefined ? undefined : formatCount(count));
  const isEmpty = totals?.delivered === 0;
  return (
    <section className="section" aria-labelledby="totals-title">
      <div className="section-head">
        <h2 id="totals-title">{t('trust.totals.title')}</h2>
        <p className="muted">{t('trust.totals.lead')}</p>
      </div>
      <div className="card totals">
        <dl className="figures">
          <Figure
            name={t('trust.totals.results')}
            note={t('trust.totals.ofMiners', { count: totals?.miners ?? 0 })}
          >
            {counted(totals?.delivered)}
          </Figure>
          <Figure
            name={t('trust.totals.audited')}
            note={
              totals === undefined || isEmpty
                ? t('trust.totals.shareUnknown')
                : t('trust.totals.share', { share: formatFraction(totals.audited / totals.delivered) })
            }
          >
            {counted(totals?.audited)}
          </Figure>
          <Figure name={t('trust.totals.passed')} note={t('trust.totals.passedNote')}>
            {counted(totals?.passed)}
          </Figure>
          <Figure name={t('trust.totals.disputed')} note={t('trust.totals.disputedNote')}>
            {counted(totals?.disputed)}
          </Figure>
          <Figure name={t('trust.totals.withheld')} note={t('trust.totals.withheldNote')}>
            {counted(totals?.withheld)}
          </Figure>
          <Figure name={t('trust.totals.unchecked')} note={t('trust.totals.uncheckedNote')}>
            {counted(totals?.unchecked)}
          </Figure>
          <Figure name={t('trust.totals.open')} note={t('trust.totals.openNote')}>
            {counted(totals?.open)}
          </Figure>
        </dl>
        {isEmpty && <p>{t('trust.totals.none')}</p>}
        <Source records={records} />
      </div>
    </section>
  );
}

/** What was audited in the whole network, as its coordinators count it. */
export function TotalsCard() {
  return <TotalsView records={useNodeRecords()} />;
}
