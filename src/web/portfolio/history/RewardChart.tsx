import { t } from '#web/language/translate.ts';
import { formatCai, fullAmount } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import type { EventPage } from '#web/portfolio/history/accountEvents.ts';
import { rewardDaysOf } from '#web/portfolio/history/rewardDays.ts';
import { formatDay } from '#web/time/moment.ts';

/** The drawing's own units. */
const WIDTH = 240;
const HEIGHT = 64;
/** Between two bars, as a share of a bar's place. */
const GAP = 0.2;
/** A bar that is not empty is seen. */
const LEAST_HEIGHT = 1;
/** One bar alone does not fill the whole width. */
const LEAST_PLACES = 7;

/** Rewards that were claimed, by day: bars, and the same as a table. Nothing where there were none. */
export function RewardChart({ pages }: { pages: readonly EventPage[] }) {
  const days = rewardDaysOf(pages);
  if (days.length === 0) return null;
  const total = days.reduce((sum, { wei }) => sum + wei, 0n);
  const highest = Number(days.reduce((most, { wei }) => (wei > most ? wei : most), 1n));
  const place = WIDTH / Math.max(days.length, LEAST_PLACES);
  return (
    <figure className="rewards-chart">
      <figcaption>
        {t('portfolio.rewardChart.claimedByDay', { total: formatCai(total), count: days.length })}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t('portfolio.rewardChart.bars', { total: formatCai(total) })}
      >
        {days.map(({ from, wei }, at) => {
          const height = wei === 0n ? 0 : Math.max(LEAST_HEIGHT, (Number(wei) / highest) * HEIGHT);
          return (
            <g key={from}>
              <title>{`${formatDay(from)}: ${fullAmount(wei)} CAI`}</title>
              <rect
                x={(at + GAP / 2) * place}
                y={HEIGHT - height}
                width={(1 - GAP) * place}
                height={height}
              />
            </g>
          );
        })}
      </svg>
      <p className="chart-ends muted">
        <span>{formatDay(days[0]!.from)}</span>
        {days.length > 1 && <span>{formatDay(days.at(-1)!.from)}</span>}
      </p>
      <details>
        <summary>{t('portfolio.rewardChart.asATable')}</summary>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('portfolio.rewardChart.day')}</th>
              <th scope="col">{t('portfolio.rewardChart.claimed')}</th>
            </tr>
          </thead>
          <tbody>
            {days
              .filter(({ wei }) => wei > 0n)
              .reverse()
              .map(({ from, wei }) => (
                <tr key={from}>
                  <th scope="row">{formatDay(from)}</th>
                  <td className="digits">
                    <ExactAmount wei={wei} unit="CAI" />
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
