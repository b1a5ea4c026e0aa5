/**
 * Relative L2 distance ‖actual − expected‖ / ‖expected‖; Infinity if the lengths differ.
 * @example relativeL2([1, 2], [1, 2]); // 0
 */
export function relativeL2(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    norm += expected[i]! ** 2;
  }
  return Math.sqrt(difference / norm);
}
