import { Badge } from '#web/components/Badge.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';
import type { ReachableCoordinator } from '#web/queries/useCoordinators.ts';
import type { Probe } from '#web/status/probe.ts';
import { formatDuration } from '#web/time/moment.ts';

/** @param probe undefined until the first look is over */
export function CoordinatorCard(props: {
  coordinator: ReachableCoordinator;
  probe: Probe | undefined;
  nowMs: number;
}) {
  const { coordinator, probe, nowMs } = props;
  const activity = probe?.activity;
  const count = (value: number | undefined) => (value === undefined ? undefined : formatCount(value));
  return (
    <li className="card status-coordinator">
      <div className="split">
        <h3>
          <bdi>{coordinator.name}</bdi>
        </h3>
        {probe === undefined && <Badge tone="neutral">{t('status.coordinatorCard.checking')}</Badge>}
        {probe?.roundTripMs === null && <Badge tone="bad">{t('status.coordinatorCard.away')}</Badge>}
        {typeof probe?.roundTripMs === 'number' && (
          <Badge tone="good">{t('status.coordinatorCard.reachable')}</Badge>
        )}
      </div>
      <code className="status-url muted">{coordinator.url}</code>
      <dl className="figures" aria-label={t('status.coordinatorCard.figuresOf', { name: coordinator.name })}>
        <Figure name={t('status.coordinatorCard.roundTrip')}>
          {typeof probe?.roundTripMs === 'number'
            ? t('status.coordinatorCard.milliseconds', { count: formatCount(probe.roundTripMs) })
            : undefined}
        </Figure>
        <Figure name={t('status.coordinatorCard.minersOnline')}>{count(activity?.miners_online)}</Figure>
        <Figure name={t('status.coordinatorCard.queue')}>{count(activity?.queued)}</Figure>
        <Figure name={t('status.coordinatorCard.tasksInTheLastHour')}>
          {count(activity?.last_hour.tasks)}
        </Figure>
        <Figure name={t('status.coordinatorCard.lastChecked')}>
          {probe &&
            t('status.coordinatorCard.ago', { time: formatDuration((nowMs - probe.checkedAtMs) / 1_000) })}
        </Figure>
      </dl>
    </li>
  );
}
