import { EmptyNotice } from '#web/components/Notice.tsx';
import { t } from '#web/language/translate.ts';
import { IncidentRow } from '#web/status/IncidentRow.tsx';
import type { Incident } from '#web/status/incidents.ts';

/** What did not answer in this visit, the newest first. */
export function IncidentList({ incidents }: { incidents: readonly Incident[] }) {
  return (
    <section className="section" aria-labelledby="incidents-title">
      <div className="section-head">
        <h2 id="incidents-title">{t('status.incidentList.incidents')}</h2>
        <p className="muted">{t('status.incidentList.seenHere')}</p>
      </div>
      {incidents.length === 0 ? (
        <EmptyNotice level={3} title={t('status.incidentList.none')}>
          <p>{t('status.incidentList.whatStopsAnswering')}</p>
        </EmptyNotice>
      ) : (
        <ul className="rows card" aria-label={t('status.incidentList.incidents')}>
          {incidents.map(({ subject, name, from, to }) => (
            <IncidentRow
              key={`${subject} ${from}`}
              what={t('status.incidentList.didNotAnswer', { name })}
              from={from}
              to={to}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
