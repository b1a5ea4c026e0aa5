import { Badge } from '#web/components/Badge.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { t } from '#web/language/translate.ts';
import type { Incident } from '#web/status/incidents.ts';
import { formatDuration, formatMoment } from '#web/time/moment.ts';

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
            <li key={`${subject} ${from}`} className="row">
              <span className="row-main">
                <strong>{t('status.incidentList.didNotAnswer', { name })}</strong>
                <span className="muted">
                  {to === null
                    ? t('status.incidentList.since', { from: formatMoment(from) })
                    : t('status.incidentList.lasted', {
                        from: formatMoment(from),
                        time: formatDuration(to - from),
                      })}
                </span>
              </span>
              {to === null ? (
                <Badge tone="bad">{t('status.incidentList.goesOn')}</Badge>
              ) : (
                <Badge tone="neutral">{t('status.incidentList.over')}</Badge>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
