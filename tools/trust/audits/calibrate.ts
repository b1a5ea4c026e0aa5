/**
 * Checks the bounds of src/inference/audit/bounds.ts against the raw data of docs/trust: prints, for each
 * precision and measure, the furthest honest result and the nearest cheat. Exits with 1 where an honest
 * result reaches more than a third of its bound, or where the data was measured with other bounds. Run: `npm
 * run trust:calibrate`; `npm run trust:table -- --write` makes the data again.
 */
import { readFileSync } from 'node:fs';
import { BOUNDS } from '#inference/audit/bounds.ts';
import { table } from '#tools/docs/tables.ts';
import { groupBy, isCheat } from '#tools/trust/audits/bars.ts';
import { RAW_DATA } from '#tools/trust/audits/page.ts';
import { short, type Trial } from '#tools/trust/audits/trial.ts';

/** Honest results must stay this many times inside of each bound. */
const HEADROOM = 3;

const trials = readFileSync(RAW_DATA, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Trial);

/** The bounds of these measures depend on an answer's length. */
const BY_LENGTH = ['meanMargin', 'differing'];

interface Calibrated {
  readonly precision: string;
  readonly measure: string;
  readonly results: number;
  readonly furthest: number;
  readonly bound: number;
  /** Of the bound. */
  readonly share: number;
}

function calibrate(precision: string, measure: string, honest: readonly Trial[]): Calibrated {
  const measured = honest.flatMap(({ measures }) => (measures[measure] ? [measures[measure]] : []));
  const [furthest, bound] = measured.reduce((worst, next) =>
    next[0] / next[1] > worst[0] / worst[1] ? next : worst,
  );
  return { precision, measure, results: measured.length, furthest, bound, share: short(furthest / bound) };
}

const honest = groupBy(
  trials.filter(({ name }) => name === 'honest'),
  ({ precision }) => precision,
);
const calibrated = [...honest].flatMap(([precision, results]) => {
  const measures = new Set(results.flatMap((trial) => Object.keys(trial.measures)));
  return [...measures].map((measure) => calibrate(precision, measure, results));
});
const missed: string[] = [];
for (const { precision, measure, share, bound } of calibrated) {
  if (!(share * HEADROOM <= 1))
    missed.push(`${precision}, ${measure}: honest results reach ${share} of the bound`);
  const { image, text } = { image: BOUNDS.image, text: BOUNDS.text };
  const now = { ...image[precision as keyof typeof image], ...text[precision as keyof typeof text] };
  const known = Object.values(now) as number[];
  if (!BY_LENGTH.includes(measure) && !known.includes(bound))
    missed.push(`${precision}, ${measure}: measured with a bound of ${bound}, which is not in bounds.ts`);
}
console.log(
  table(
    ['precision', 'measure', 'honest results', 'furthest', 'bound', 'share of the bound'],
    calibrated.map((row) => Object.values(row).map(String)),
  ),
);

/** Of each kind of cheat the one that came nearest to passing for honest. */
const nearest = [
  ...groupBy(
    trials.filter((trial) => trial.kind === 'whole' && isCheat(trial)),
    ({ name }) => name,
  ),
]
  .map(([name, some]) => [name, Math.min(...some.map(({ distance }) => distance ?? Infinity))] as const)
  .sort(([, a], [, b]) => a - b);
console.log(
  `\n${table(
    ['cheat over a whole result', 'nearest, as a multiple of the bound'],
    nearest.map(([name, distance]) => [name, String(distance)]),
  )}`,
);
if (missed.length > 0) {
  console.error(`Missed: ${missed.join('; ')}.`);
  process.exit(1);
}
