import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiIncidents, IncidentKind } from '#protocol/messages/api.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { readIncidents } from '#web/coordinator/coordinatorApi.ts';
import { formatTag } from '#web/language/current.ts';
import { listFormat } from '#web/language/formatters.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import type { ReachableCoordinator } from '#web/queries/useCoordinators.ts';
import { IncidentRow } from '#web/status/IncidentRow.tsx';
import { formatMoment } from '#web/time/moment.ts';

/** How often each coordinator is asked again, in ms: it looks for incidents every 15 seconds itself. */
const ASK_MS = 30_000;
/** Rows that are shown at first: a screen of them. */
const FIRST_SHOWN = 10;

const WHAT: Record<IncidentKind, MessageKey> = {
  chain_away: 'status.incidentHistory.chainAway',
  coordinator_away: 'status.incidentHistory.coordinatorAway',
  queue_full: 'status.incidentHistory.queueFull',
  no_miner: 'status.incidentHistory.noMiner',
};

/** What a coordinator has told; null of one that did not tell. */
export interface Told {
  name: string;
  history: ApiIncidents | null;
}

/** What the coordinators wrote down about themselves, the newest first. */
export function ToldIncidents({ told }: { told: readonly Told[] }) {
  const [isWhole, setWhole] = useState(false);
  const known = told.flatMap(({ name, history }) => (history === null ? [] : [{ name, history }]));
  const silent = told.filter(({ history }) => history === null).map(({ name }) => name);
  const all = known
    .flatMap(({ name, history }) => history.data.map((incident) => ({ name, ...incident })))
    .sort((one, other) => other.from - one.from);
  const shown = isWhole ? all : all.slice(0, FIRST_SHOWN);
  return (
    <>
      {known.length > 0 && all.length === 0 && (
        <EmptyNotice level={3} title={t('status.incidentHistory.none')}>
          <p>
            {t('status.incidentHistory.knownSince', {
              since: formatMoment(Math.max(...known.map(({ history }) => history.since))),
            })}
          </p>
        </EmptyNotice>
      )}
      {all.length > 0 && (
        <ul className="rows card" aria-label={t('status.incidentHistory.title')}>
          {shown.map(({ name, kind, from, to }) => (
            <IncidentRow key={`${name} ${kind} ${from}`} what={t(WHAT[kind], { name })} from={from} to={to} />
          ))}
        </ul>
      )}
      {shown.length < all.length && (
        <ActionButton onClick={() => setWhole(true)}>
          {t('status.incidentHistory.showAll', { count: all.length })}
        </ActionButton>
      )}
      {silent.length > 0 && (
        <p className="muted">
          {t('status.incidentHistory.silent', {
            names: listFormat(formatTag(), { type: 'unit' }).format(silent),
          })}
        </p>
      )}
    </>
  );
}

/** Asks each coordinator what went wrong there in the last days. */
export function IncidentHistory({ coordinators }: { coordinators: readonly ReachableCoordinator[] }) {
  const answers = useQueries({
    queries: coordinators.map(({ url }) => ({
      queryKey: ['incidents', url],
      queryFn: () => readIncidents(url),
      refetchInterval: ASK_MS,
    })),
  });
  const told = answers.flatMap(({ data, isError }, place) =>
    data === undefined && !isError ? [] : [{ name: coordinators[place]!.name, history: data ?? null }],
  );
  return (
    <section className="section" aria-labelledby="history-title">
      <div className="section-head">
        <h2 id="history-title">{t('status.incidentHistory.title')}</h2>
        <p className="muted">{t('status.incidentHistory.asTold')}</p>
      </div>
      {told.length === 0 ? (
        <p className="muted" role="status">
          {t('status.incidentHistory.asking')}
        </p>
      ) : (
        <ToldIncidents told={told} />
      )}
    </section>
  );
}
