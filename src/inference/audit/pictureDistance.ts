/** One level in 255: a right back end may round a byte of the picture the other way. */
const ROUNDING = 1;
const LEVELS = 255;

export interface PictureDistance {
  /** Root of the mean square over all bytes, 0..1. */
  readonly mean: number;
  /** Of the byte that is furthest off, 0..1. */
  readonly largest: number;
}

/**
 * How far two pictures are apart, beyond rounding; both Infinity if their sizes differ. It is absolute: of a
 * dark picture a small share would be nothing.
 * @param actual bytes, as many as of `expected`
 * @example pictureDistance(theirs, ours).mean; // 0.5 between black and grey
 */
export function pictureDistance(actual: Uint8Array, expected: Uint8Array): PictureDistance {
  if (actual.length !== expected.length) return { mean: Infinity, largest: Infinity };
  let [squares, largest] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    const apart = Math.max(0, Math.abs(actual[i]! - expected[i]!) - ROUNDING);
    squares += apart * apart;
    largest = Math.max(largest, apart);
  }
  return { mean: Math.sqrt(squares / expected.length) / LEVELS, largest: largest / LEVELS };
}
