/** One measured quantity, and the most that an honest result reaches. */
export interface Measured {
  readonly value: number;
  readonly bound: number;
}

/** What an audit measured between a reported result and its own computation. */
export interface AuditMeasure {
  /** Each by its name, as `step` or `largestMargin`. */
  readonly measures: Readonly<Record<string, Measured>>;
}

/**
 * The largest measure as a share of its bound. A result is right where it is at most 1.
 * @returns Infinity where a measure is not a number
 * @example if (distanceOf(measure) > 1) doubt(result);
 */
export function distanceOf({ measures }: AuditMeasure): number {
  let distance = 0;
  for (const { value, bound } of Object.values(measures)) {
    const share = value / bound;
    distance = Number.isNaN(share) ? Infinity : Math.max(distance, share);
  }
  return distance;
}
