import { useQueries } from '@tanstack/react-query';
import { EmptyNotice, ProblemNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { t } from '#web/language/translate.ts';
import { useChainNowSeconds, useHead, useIsChainSilent } from '#web/queries/useChainClock.ts';
import { type ReachableCoordinator, useCoordinators } from '#web/queries/useCoordinators.ts';
import { ChainCard } from '#web/status/ChainCard.tsx';
import { CoordinatorCard } from '#web/status/CoordinatorCard.tsx';
import { IncidentHistory } from '#web/status/IncidentHistory.tsx';
import { IncidentList } from '#web/status/IncidentList.tsx';
import type { Sighting } from '#web/status/incidents.ts';
import { type Probe, probe } from '#web/status/probe.ts';
import { useIncidents } from '#web/status/useIncidents.ts';
import '#web/status/status.css';

/** How often each coordinator is looked at, in ms. */
const LOOK_MS = 10_000;

/** The newest look at each coordinator, in their order. */
function useProbes(coordinators: readonly ReachableCoordinator[]): (Probe | undefined)[] {
  const looks = useQueries({
    queries: coordinators.map(({ url }) => ({
      queryKey: ['probe', url],
      queryFn: () => probe(url),
      refetchInterval: LOOK_MS,
    })),
  });
  return looks.map(({ data }) => data);
}

/** One sentence on all of it. */
function Summary({ sightings }: { sightings: readonly Sighting[] }) {
  const failing = sightings.filter(({ ok }) => ok === false).length;
  const checking = sightings.some(({ ok }) => ok === undefined);
  return (
    <p className="status-summary" data-tone={failing > 0 ? 'bad' : 'good'} role="status">
      {failing > 0
        ? t('status.statusPage.notAnswering', { count: failing })
        : checking
          ? t('status.statusPage.checking')
          : t('status.statusPage.allAnswers')}
    </p>
  );
}

/** Whether the chain and each coordinator answer this browser now. It looks again by itself. */
export function StatusPage() {
  usePageTitle(t('shell.pageHead.status'));
  const head = useHead();
  const silent = useIsChainSilent();
  const { coordinators, error, retry } = useCoordinators();
  const probes = useProbes(coordinators ?? []);
  // Ticks, and with it the ages of what was seen.
  useChainNowSeconds();
  const sightings: Sighting[] = [
    {
      subject: 'chain',
      name: t('status.statusPage.theChain'),
      ok: silent ? false : head.data === undefined ? undefined : true,
    },
    ...(coordinators ?? []).map(({ url, name }, place) => {
      const roundTrip = probes[place]?.roundTripMs;
      return { subject: url, name, ok: roundTrip === undefined ? undefined : roundTrip !== null };
    }),
  ];
  const incidents = useIncidents(sightings);
  return (
    <>
      <PageHead path="/status" />
      <Summary sightings={sightings} />
      <ChainCard silent={silent} />
      <section className="section" aria-labelledby="coordinators-title">
        <div className="section-head">
          <h2 id="coordinators-title">{t('status.statusPage.coordinators')}</h2>
        </div>
        {coordinators === undefined &&
          (error === null ? (
            <p className="page-loading muted" role="status">
              {t('status.statusPage.lookingForCoordinators')}
            </p>
          ) : (
            <ProblemNotice what={t('status.statusPage.theListOfCoordinators')} onRetry={retry} />
          ))}
        {coordinators?.length === 0 && (
          <EmptyNotice level={3} title={t('status.statusPage.noCoordinatorIsActive')}>
            <p>{t('status.statusPage.theFirstOne')}</p>
          </EmptyNotice>
        )}
        {coordinators !== undefined && coordinators.length > 0 && (
          <ul className="cards" aria-label={t('status.statusPage.coordinators')}>
            {coordinators.map((coordinator, place) => (
              <CoordinatorCard
                key={coordinator.url}
                coordinator={coordinator}
                probe={probes[place]}
                nowMs={Date.now()}
              />
            ))}
          </ul>
        )}
      </section>
      {coordinators !== undefined && coordinators.length > 0 && (
        <IncidentHistory coordinators={coordinators} />
      )}
      {/* Below what is still loading it would move. */}
      {(coordinators !== undefined || error !== null) && <IncidentList incidents={incidents} />}
    </>
  );
}
