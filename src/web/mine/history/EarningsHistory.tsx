import { useId, useState } from 'react';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { RadioSwitch } from '#web/design/RadioSwitch.tsx';
import { t } from '#web/language/translate.ts';
import { EarningsChart } from '#web/mine/history/EarningsChart.tsx';
import { DAY_S, dailyPace, type EarnedHour, earnedSpans, HOUR_S } from '#web/mine/history/earnedHours.ts';
import { formatCai, roundCai } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { formatMoment } from '#web/time/moment.ts';

const RANGES = {
  hours: { seconds: HOUR_S, count: 24 },
  days: { seconds: DAY_S, count: 7 },
} as const;
type Range = keyof typeof RANGES;

interface EarningsHistoryProps {
  earned: readonly EarnedHour[];
  /** Unix seconds. */
  now: number;
}

/** What this browser has earned of late, by time and by model. */
export function EarningsHistory({ earned, now }: EarningsHistoryProps) {
  const id = useId();
  const [range, setRange] = useState<Range>('hours');
  const spans = earnedSpans(earned, now, RANGES[range]);
  const total = spans.reduce((sum, { wei }) => sum + wei, 0n);
  const pace = dailyPace(earned, now);
  const names: Record<Range, string> = {
    hours: t('mine.earningsHistory.hours'),
    days: t('mine.earningsHistory.days'),
  };
  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <div className="section-head">
        <h2 id={`${id}-title`}>{t('mine.earningsHistory.title')}</h2>
        <RadioSwitch
          label={t('mine.earningsHistory.span')}
          options={['hours', 'days']}
          nameOf={(each) => names[each]}
          chosen={range}
          onChoose={setRange}
        />
      </div>
      {total === 0n ? (
        <EmptyNotice level={3} title={t('mine.earningsHistory.nothingYet')}>
          <p>{t('mine.earningsHistory.countedHere')}</p>
        </EmptyNotice>
      ) : (
        <>
          <p>
            <b className="digits">
              <ExactAmount wei={total} unit="CAI" />
            </b>
          </p>
          {pace !== undefined && (
            <p className="muted">{t('mine.earningsHistory.pace', { cai: roundCai(pace) })}</p>
          )}
          <EarningsChart spans={spans} label={t('mine.earningsHistory.chart', { cai: formatCai(total) })} />
          <details>
            <summary>{t('mine.earningsHistory.asAList')}</summary>
            <ul className="rows">
              {spans
                .filter(({ wei }) => wei > 0n)
                .reverse()
                .flatMap(({ from, byModel }) =>
                  [...byModel].map(([model, wei]) => (
                    <li key={`${from} ${model}`} className="row">
                      <div className="row-main">
                        <b>{formatMoment(from)}</b>
                        <small className="muted">{model}</small>
                      </div>
                      <span className="digits">
                        <ExactAmount wei={wei} unit="CAI" />
                      </span>
                    </li>
                  )),
                )}
            </ul>
          </details>
        </>
      )}
    </section>
  );
}
