import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { exitSpansOf } from '#web/portfolio/exitSpans.ts';
import type { Portfolio } from '#web/portfolio/usePortfolio.ts';
import { formatMoment } from '#web/time/moment.ts';

/** Each exit as a bar from when it was asked for until it can be withdrawn; the present crosses them. */
export function ExitTimeline({ portfolio }: { portfolio: Portfolio }) {
  const { exits, now } = exitSpansOf(portfolio.exits, portfolio);
  return (
    <figure className="timeline">
      <figcaption className="muted">{t('portfolio.exitTimeline.caption')}</figcaption>
      <ul>
        {exits.map(({ id, amount, askedAt, readyAt, start, width }) => (
          <li key={String(id)}>
            <span className="timeline-track" aria-hidden="true">
              <span
                className="timeline-bar"
                data-ready={readyAt <= portfolio.nowSeconds}
                style={{ insetInlineStart: `${start}%`, width: `${width}%` }}
              />
              <span className="timeline-now" style={{ insetInlineStart: `${now}%` }} />
            </span>
            <small className="muted">
              {t('portfolio.exitTimeline.askedReady', {
                amount: formatCai(amount),
                asked: formatMoment(askedAt),
                ready: formatMoment(readyAt),
              })}
            </small>
          </li>
        ))}
      </ul>
      <p className="timeline-key muted">
        <span className="timeline-now-key" aria-hidden="true" />
        {t('portfolio.exitTimeline.now', { moment: formatMoment(portfolio.nowSeconds) })}
      </p>
    </figure>
  );
}
