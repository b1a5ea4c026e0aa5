/**
 * Scores of the lottery as floats, with a bound on their error. The exact logarithm takes 64 squarings of
 * BigInts; the float one is a hundred times as fast, and almost always tells two candidates apart.
 *
 * A word h of 64 bits stands for u = (h + 1) / 2^64. It comes as its two halves, which are exact as floats.
 */

/**
 * Relative error of an estimate against the exact score, at most. Why: one float operation errs by 2^-53,
 * `Math.log1p` and `Math.log2` of every engine by a few times that, and neither magnifies the error of its
 * argument by more than 1.5 where it is used here. With the weight's float and the division that is below
 * 2^-48. The exact logarithm itself errs by 2^-63 (minusLog2.ts): next to the smallest logarithm that is
 * estimated, MARGIN · log2(e), that is below 2^-41.
 */
const ERROR = 2 ** -40;
/** Closer to u = 1 than this, a word is left to the exact logarithm: about one in four million. */
export const MARGIN = 2 ** -22;

/** 1 − u. The float of u has lost digits that this one has. */
export const distanceFromOne = (high: number, low: number): number =>
  (~high >>> 0) * 2 ** -32 + (~low >>> 0) * 2 ** -64;

/**
 * −log2 u of a word.
 * @param high the upper 32 bits
 * @param low the lower 32 bits
 * @returns undefined where the estimate would not keep its bound
 * @example estimateLog(0x3fffffff, 0xffffffff); // 2
 */
export function estimateLog(high: number, low: number): number | undefined {
  const distance = distanceFromOne(high, low);
  if (distance < MARGIN) return undefined;
  if (distance <= 0.5) return -Math.log1p(-distance) * Math.LOG2E;
  return -Math.log2(high * 2 ** -32 + (low + 1) * 2 ** -64);
}

/** Whether two estimates of scores differ by more than their errors, so that they show the exact order. */
export const isClearlyApart = (a: number, b: number): boolean => Math.abs(a - b) > (a + b) * 2 * ERROR;
