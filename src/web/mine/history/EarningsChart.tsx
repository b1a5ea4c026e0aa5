import type { EarnedSpan } from '#web/mine/history/earnedHours.ts';
import { fullAmount } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { formatMoment } from '#web/time/moment.ts';

/** The drawing's own units. */
const WIDTH = 240;
const HEIGHT = 64;
/** Between two bars, as a share of a bar's place. */
const GAP = 0.2;
/** A bar that is not empty is seen. */
const LEAST_HEIGHT = 1;
/** Ways to fill a bar, in mine.css; further models share the last. */
const FILLS = 4;

/** Bars of what was earned, oldest first, each divided by model; below it who is who. */
export function EarningsChart({ spans, label }: { spans: readonly EarnedSpan[]; label: string }) {
  const totals = new Map<string, bigint>();
  for (const { byModel } of spans)
    for (const [model, wei] of byModel) totals.set(model, (totals.get(model) ?? 0n) + wei);
  const models = [...totals].sort(([, one], [, other]) => (one > other ? -1 : 1)).map(([model]) => model);
  const fillOf = (model: string) => Math.min(models.indexOf(model), FILLS - 1);
  const highest = Number(spans.reduce((most, { wei }) => (wei > most ? wei : most), 1n));
  const place = WIDTH / spans.length;
  return (
    <>
      <svg className="earned" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        {spans.map(({ from, wei, byModel }, at) => {
          let top = HEIGHT;
          return (
            <g key={from}>
              <title>{`${formatMoment(from)}: ${fullAmount(wei)} CAI`}</title>
              <rect className="earned-place" {...{ x: at * place, y: 0, width: place, height: HEIGHT }} />
              {models.map((model) => {
                const part = byModel.get(model);
                if (part === undefined) return null;
                const height = Math.max(LEAST_HEIGHT, (Number(part) / highest) * HEIGHT);
                top -= height;
                const [x, width] = [(at + GAP / 2) * place, (1 - GAP) * place];
                return <rect key={model} data-fill={fillOf(model)} {...{ x, y: top, width, height }} />;
              })}
            </g>
          );
        })}
      </svg>
      <p className="earned-ends muted">
        <span>{formatMoment(spans[0]!.from)}</span>
        <span>{formatMoment(spans.at(-1)!.from)}</span>
      </p>
      <ul className="earned-models">
        {models.map((model) => (
          <li key={model}>
            <svg viewBox="0 0 10 10" width="12" height="12" aria-hidden="true" className="earned">
              <rect data-fill={fillOf(model)} width="10" height="10" />
            </svg>
            {model}{' '}
            <span className="digits muted">
              <ExactAmount wei={totals.get(model)!} unit="CAI" />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
