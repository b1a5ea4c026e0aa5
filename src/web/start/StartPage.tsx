import { useQueries } from '@tanstack/react-query';
import { Link, Redirect, useSearch } from 'wouter';
import { Figure } from '#web/components/Figure.tsx';
import { NavIcon, type NavIconName } from '#web/components/NavIcon.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { readActivity } from '#web/coordinator/coordinatorApi.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useCoordinators } from '#web/queries/useCoordinators.ts';
import { figuresOf, shownRate } from '#web/start/figures.ts';
import { SharedResults } from '#web/start/SharedResults.tsx';
import '#web/start/start.css';

/** How often the figures are read again, in ms: coordinators count that often. */
const LOOK_MS = 10_000;

const DOORS: { path: string; icon: NavIconName; title: MessageKey; text: MessageKey }[] = [
  { path: '/create', icon: 'create', title: 'start.startPage.create', text: 'start.startPage.createText' },
  { path: '/mine', icon: 'mine', title: 'start.startPage.mine', text: 'start.startPage.mineText' },
  { path: '/stake', icon: 'stake', title: 'start.startPage.stake', text: 'start.startPage.stakeText' },
];

/** How much of something was made; the exact rate is in the tooltip. */
function RateFigure({ name, perHour }: { name: string; perHour: number | undefined }) {
  const rate = perHour === undefined ? undefined : shownRate(perHour);
  return (
    <Figure
      name={name}
      note={t(rate?.per === 'minute' ? 'start.startPage.aMinute' : 'start.startPage.inTheLastHour')}
    >
      {rate && <span title={t('start.startPage.exactly', rate.exact)}>{rate.value}</span>}
    </Figure>
  );
}

/** What goes on in the network, as its coordinators tell. */
function LiveFigures() {
  const { coordinators, error } = useCoordinators();
  const heard = useQueries({
    queries: (coordinators ?? []).map(({ url }) => ({
      ...{ queryKey: ['activity', url], queryFn: () => readActivity(url), refetchInterval: LOOK_MS },
    })),
  });
  // A number that its coordinator does not stand by any more is none.
  const figures = figuresOf(heard.flatMap(({ data, isError }) => (data && !isError ? [data] : [])));
  const isAway = error !== null || (coordinators !== undefined && heard.every(({ isError }) => isError));
  return (
    <>
      <dl className="figures strip start-figures" aria-label={t('start.startPage.theNetworkNow')}>
        <Figure name={t('start.startPage.tabsOnline')} note={t('start.startPage.now')}>
          {figures && formatCount(figures.tabsOnline)}
        </Figure>
        <RateFigure name={t('start.startPage.images')} perHour={figures?.imagesPerHour} />
        <RateFigure name={t('start.startPage.tokens')} perHour={figures?.tokensPerHour} />
        <Figure name={t('start.startPage.paid')} note={t('start.startPage.today')}>
          {figures && <ExactAmount wei={figures.paidTodayWei} unit="CAI" />}
        </Figure>
      </dl>
      <p className="start-source muted" role="status">
        {isAway ? t('start.startPage.noCoordinatorAnswers') : t('start.startPage.asCoordinatorsTell')}
      </p>
    </>
  );
}

/** What the network is, what goes on in it, and three ways in. */
export function StartPage() {
  usePageTitle(t('shell.pageHead.start'));
  const search = useSearch();
  // The playground was here, and links to a model lead here still.
  if (new URLSearchParams(search).has('model')) return <Redirect to={`/create?${search}`} replace />;
  return (
    <>
      <PageHead path="/" />
      <LiveFigures />
      <ul className="doors">
        {DOORS.map(({ path, icon, title, text }) => (
          <li key={path} className="card door">
            <NavIcon name={icon} />
            <h2>
              <Link href={path}>{t(title)}</Link>
            </h2>
            <p>{t(text)}</p>
          </li>
        ))}
      </ul>
      <SharedResults />
    </>
  );
}
