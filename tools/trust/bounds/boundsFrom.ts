import type { AdmissionBound, AuditBounds, BoundsFile, Precision } from '#inference/bounds/bounds.ts';
import { isSameClass } from '#inference/bounds/deviceClass.ts';
import type { Trial } from '#tools/trust/audits/trial.ts';
import type { AdmissionRow } from '#tools/trust/bounds/admissionRow.ts';
import { LEAST_BOUNDS } from '#tools/trust/bounds/leastBounds.ts';
import type { BrowserRow } from '#tools/trust/browsers/browserRow.ts';

/** Honest results must stay this many times inside of each bound. */
export const HEADROOM = 3;
/** Test inputs likewise: they are few, and another driver rounds otherwise. */
const ADMISSION_HEADROOM = 10;
/**
 * No class is held to less than this: a float32 has 1e-7 digits, a float16 1e-3, and a model adds up
 * thousands.
 */
const LEAST_ADMISSION: Readonly<Record<Precision, number>> = { float32: 1e-5, float16: 1e-2 };

/** The bounds of these measures depend on an answer's length, so that rows are compared by shares of them. */
const BY_LENGTH = ['meanMargin', 'differing'];
/** What an answer's end is compared with. */
const SAME_BOUND: Readonly<Record<string, string>> = { end: 'largestMargin' };

/** To one digit, upwards: bounds are read by people. */
export function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  // A quotient that is a hair above a digit is that digit.
  return Number((Math.ceil(Number((value / unit).toPrecision(12))) * unit).toPrecision(1));
}

/** An honest result, as far as bounds follow from it. */
export type HonestMeasures = Pick<Trial, 'precision' | 'measures'>;

/** How much one measure's bound must be, by the honest results. */
function boundOf(name: string, least: number, honest: readonly HonestMeasures[]): number {
  const measured = honest.flatMap(({ measures }) =>
    Object.entries(measures)
      .filter(([measure]) => (SAME_BOUND[measure] ?? measure) === name)
      .map(([, [value, bound]]) => (BY_LENGTH.includes(name) ? (value / bound) * least : value)),
  );
  const needed = HEADROOM * Math.max(0, ...measured);
  return needed > least ? roundUp(needed) : least;
}

function boundsOf<T extends object>(least: T, honest: readonly HonestMeasures[]): T {
  const entries = Object.entries(least) as [string, number][];
  return Object.fromEntries(entries.map(([name, value]) => [name, boundOf(name, value, honest)])) as T;
}

/** The audits' bounds: the least ones, or what the honest results need. */
export function auditBoundsFrom(results: readonly HonestMeasures[]): AuditBounds {
  const honest = (precision: Precision) => results.filter((result) => result.precision === precision);
  const { image, text } = LEAST_BOUNDS;
  return {
    image: {
      float32: boundsOf(image.float32, honest('float32')),
      float16: boundsOf(image.float16, honest('float16')),
    },
    text: {
      float32: boundsOf(text.float32, honest('float32')),
      float16: boundsOf(text.float16, honest('float16')),
    },
  };
}

/**
 * The bound of each model on each class of devices.
 * @throws Error for a row that is infinite or has wrong words
 */
export function admissionBoundsFrom(rows: readonly AdmissionRow[]): AdmissionBound[] {
  const bounds: AdmissionBound[] = [];
  for (const { model, precision, device } of rows) {
    const isSame = (other: Pick<AdmissionBound, 'model' | 'precision' | 'device'>) =>
      other.model === model && other.precision === precision && isSameClass(other.device, device);
    if (bounds.some(isSame)) continue;
    const measured = rows.filter((row) => isSame(row) && row.input !== 'again');
    const wrong = measured.filter(({ distance, mismatches }) => distance === null || mismatches > 0);
    if (wrong.length > 0) throw new Error(`${model} was wrong on ${Object.values(device).join(' ')}.`);
    const furthest = Math.max(...measured.map(({ distance }) => distance!));
    const bound = Math.max(LEAST_ADMISSION[precision], roundUp(ADMISSION_HEADROOM * furthest));
    bounds.push({ model, precision, device, runs: measured.length, furthest, bound });
  }
  return bounds;
}

/** The raw data. */
export interface MeasuredData {
  readonly trials: readonly Trial[];
  /** Honest results of browsers. */
  readonly browsers: readonly BrowserRow[];
  readonly rows: readonly AdmissionRow[];
}

/** Honest results, whatever computed them. */
export const honestOf = ({ trials, browsers }: Omit<MeasuredData, 'rows'>): readonly HonestMeasures[] => [
  ...trials.filter(({ name }) => name === 'honest'),
  ...browsers,
];

/**
 * The file of bounds. Its version rises if a bound or ONNX Runtime's version is another than before.
 * @param engine version of ONNX Runtime that all rows were measured with
 */
export function boundsFrom(data: MeasuredData & { engine: string }, before: BoundsFile): BoundsFile {
  const { trials, browsers, rows, engine } = data;
  const devices = [...rows, ...browsers].map(({ device }) => device);
  const old = [...trials, ...devices].map((each) => each.engine).find((each) => each !== engine);
  if (old !== undefined)
    throw new Error(`Some rows were measured with ONNX Runtime ${old}, not ${engine}: measure again.`);
  const audit = auditBoundsFrom(honestOf(data));
  const now = { onnxruntime: engine, audit, admission: admissionBoundsFrom(rows) };
  const { version, ...then } = before;
  const isSame = JSON.stringify(now) === JSON.stringify(then);
  return { version: isSame ? version : version + 1, ...now };
}
