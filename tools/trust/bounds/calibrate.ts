/**
 * Makes the bounds of src/inference/bounds/bounds.json from the raw data of docs/trust, and prints, for each
 * precision and measure of audits, the furthest honest result and the nearest cheat, and for each model and
 * class of devices the furthest test input. Exits with 1 where the file is not what the data gives, where the
 * data was measured with another ONNX Runtime, or where an honest result reaches more than a third of today's
 * bound.
 *   npm run trust:calibrate -- [--measure] [--write]
 * `--measure` runs the test inputs of all shipped models on this machine first: on the native CPU, in
 * WebAssembly and on Chromium's WebGPU. Rows of classes that are not here stay. `--write` writes the file.
 * `npm run trust:table -- --write` and `npm run trust:browsers -- --write` make the audits' data again.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BOUNDS_FILE } from '#inference/bounds/bounds.ts';
import { isSameClass } from '#inference/bounds/deviceClass.ts';
import { table } from '#tools/docs/tables.ts';
import { groupBy, isCheat } from '#tools/trust/audits/bars.ts';
import { installedEngine } from '#tools/trust/audits/installedEngine.ts';
import { readRows, readTrials, writeRows } from '#tools/trust/audits/rawData.ts';
import { short } from '#tools/trust/audits/trial.ts';
import { ADMISSION_DATA, type AdmissionRow } from '#tools/trust/bounds/admissionRow.ts';
import { boundsFrom, HEADROOM, type HonestMeasures, honestOf } from '#tools/trust/bounds/boundsFrom.ts';
import { measureAdmission } from '#tools/trust/bounds/measureAdmission.ts';
import { readBrowserRows } from '#tools/trust/browsers/browserRow.ts';

const BOUNDS_PATH = 'src/inference/bounds/bounds.json';

const { values } = parseArgs({
  options: {
    measure: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const engine = installedEngine();
const trials = readTrials();
const browsers = readBrowserRows();
let rows = readRows<AdmissionRow>(ADMISSION_DATA);
if (values.measure) {
  const measured = await measureAdmission();
  const kept = rows.filter(
    (row) => row.device.engine === engine && !measured.some(({ device }) => isSameClass(device, row.device)),
  );
  rows = [...kept, ...measured];
  writeRows(ADMISSION_DATA, rows);
}
const bounds = boundsFrom({ trials, browsers, rows, engine }, BOUNDS_FILE);
const missed: string[] = [];
if (values.write) writeFileSync(BOUNDS_PATH, `${JSON.stringify(bounds, null, 2)}\n`);
else if (bounds.version !== BOUNDS_FILE.version)
  missed.push(`${BOUNDS_PATH} is not what the data gives: run npm run trust:calibrate -- --write`);

interface Calibrated {
  readonly precision: string;
  readonly measure: string;
  readonly results: number;
  readonly furthest: number;
  readonly bound: number;
  /** Of the bound. */
  readonly share: number;
}

function calibrate(precision: string, measure: string, honest: readonly HonestMeasures[]): Calibrated {
  const measured = honest.flatMap(({ measures }) => (measures[measure] ? [measures[measure]] : []));
  const [furthest, bound] = measured.reduce((worst, next) =>
    next[0] / next[1] > worst[0] / worst[1] ? next : worst,
  );
  return { precision, measure, results: measured.length, furthest, bound, share: short(furthest / bound) };
}

const honest = groupBy(honestOf({ trials, browsers }), ({ precision }) => precision);
const calibrated = [...honest].flatMap(([precision, results]) => {
  const measures = new Set(results.flatMap(({ measures }) => Object.keys(measures)));
  return [...measures].map((measure) => calibrate(precision, measure, results));
});
if (calibrated.length === 0) missed.push('there is no honest result to compare the bounds with');
for (const { precision, measure, share } of calibrated) {
  if (!(share * HEADROOM <= 1))
    missed.push(`${precision}, ${measure}: honest results reach ${share} of the bound`);
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
console.log(
  `\n${table(
    ['model', 'precision', 'class', 'test inputs', 'furthest', 'bound'],
    bounds.admission.map(({ model, precision, device, runs, furthest, bound }) => [
      ...[model, precision, Object.values(device).join(' ')],
      ...[String(runs), String(furthest), String(bound)],
    ]),
  )}`,
);
console.log(`\nBounds of version ${bounds.version}, for ONNX Runtime ${bounds.onnxruntime}.`);
if (missed.length > 0) {
  console.error(`Missed: ${missed.join('; ')}.`);
  process.exit(1);
}
process.exit(0);
