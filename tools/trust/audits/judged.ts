import { distanceOf } from '#inference/audit/auditMeasure.ts';
import { BOUNDS } from '#inference/bounds/bounds.ts';
import { short, type Trial } from '#tools/trust/audits/trial.ts';

type Measured = Pick<Trial, 'precision' | 'measures' | 'distance'>;

/** An answer's end is compared as its tokens are. */
const SAME_BOUND: Readonly<Record<string, string>> = { end: 'largestMargin' };
/** Their bounds depend on an answer's length, which a row does not have: they keep that of their day. */
const BY_LENGTH = ['meanMargin', 'differing'];

/**
 * A row of raw data by today's bounds: those that it was measured with may have been others. A distance that
 * was infinite stays so.
 * @example judged({ ...row, measures: { step: [0.0002, 0.0002] }, distance: 1 }).distance; // 0.2
 */
export function judged<R extends Measured>(row: R): R {
  const bounds: Readonly<Record<string, number>> = {
    ...BOUNDS.image[row.precision],
    ...BOUNDS.text[row.precision],
  };
  const measures = Object.fromEntries(
    Object.entries(row.measures).map(([name, [value, before]]) => {
      const bound = BY_LENGTH.includes(name) ? before : (bounds[SAME_BOUND[name] ?? name] ?? before);
      return [name, [value, bound] as const];
    }),
  );
  const measured = Object.entries(measures).map(([name, [value, bound]]) => [name, { value, bound }]);
  const distance = distanceOf({ measures: Object.fromEntries(measured) });
  return { ...row, measures, distance: row.distance === null ? null : short(distance) };
}
