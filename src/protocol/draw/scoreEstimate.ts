/**
 * Scores of the lottery as floats, with a bound on their error. The exact logarithm takes 64 squarings of
 * BigInts; the float one is a hundred times as fast, and almost always tells two candidates apart.
 */

/**
 * Relative error of an estimate, at most. A float has 2^-53, `Math.log1p` and `Math.log2` of every engine are
 * within a few of its last places, and the exact logarithm, in steps of 2^-64, is itself cut off by less than
 * 2^-58: next to the smallest estimate that we use that is 2^-42.
 */
const ERROR = 2 ** -40;
/** Below this distance from 0 and from 1 a hash is left to the exact logarithm. */
const MARGIN = 2 ** -16;

/**
 * −log2((hash + 1) / 2^256), estimated from the first 96 bits.
 * @param hash 32 bytes, big-endian
 * @returns undefined where the estimate would not keep its bound, about once in 32,000 hashes
 * @example estimateLog(Uint8Array.of(0x40, ...new Uint8Array(31))); // 2
 */
export function estimateLog(hash: Uint8Array): number | undefined {
  const view = new DataView(hash.buffer, hash.byteOffset);
  const words = [view.getUint32(0), view.getUint32(4), view.getUint32(8)] as const;
  const u = fractionOf(words[0], words[1], words[2]);
  if (u < MARGIN) return undefined;
  if (u <= 0.5) return -Math.log2(u);
  // Close to 1 the float of 1 − u has digits that the float of u has lost.
  const rest = fractionOf(~words[0] >>> 0, ~words[1] >>> 0, ~words[2] >>> 0);
  return rest < MARGIN ? undefined : -Math.log1p(-rest) / Math.LN2;
}

/** Whether two estimates of scores differ by more than their errors, so that they show the exact order. */
export const isClearlyApart = (a: number, b: number): boolean => Math.abs(a - b) > (a + b) * 2 * ERROR;

const fractionOf = (high: number, middle: number, low: number): number =>
  high / 2 ** 32 + middle / 2 ** 64 + low / 2 ** 96;
