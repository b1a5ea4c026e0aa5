import { Badge } from '#web/components/Badge.tsx';
import { t } from '#web/language/translate.ts';
import { formatDuration, formatMoment } from '#web/time/moment.ts';

interface IncidentRowProps {
  what: string;
  /** Unix seconds, as `to`, which is null while it lasts. */
  from: number;
  to: number | null;
}

/** What went wrong, since when and how long. */
export const IncidentRow = ({ what, from, to }: IncidentRowProps) => (
  <li className="row">
    <span className="row-main">
      <strong>{what}</strong>
      <span className="muted">
        {to === null
          ? t('status.incidentList.since', { from: formatMoment(from) })
          : t('status.incidentList.lasted', { from: formatMoment(from), time: formatDuration(to - from) })}
      </span>
    </span>
    {to === null ? (
      <Badge tone="bad">{t('status.incidentList.goesOn')}</Badge>
    ) : (
      <Badge tone="neutral">{t('status.incidentList.over')}</Badge>
    )}
  </li>
);
