/**
 * The least change of a step that counts, as a share of the latent: float rounding would stand out in a
 * smaller one.
 */
const LEAST_CHANGE = 1e-3;

/** A step of an image, as it was taken again and as a miner claims that it ended. */
export interface CheckedStep {
  readonly before: Float32Array;
  readonly expected: Float32Array;
  readonly claimed: Float32Array;
}

/**
 * How far a claimed latent is from the expected one, as a share of what the step changes: of the whole latent
 * it would be little where there are many steps, and a skipped step would look like rounding.
 * @returns about 1 for a step that was skipped, 0 for the same latent
 * @example stepDistance({ before, expected, claimed }) < 0.01;
 */
export function stepDistance({ before, expected, claimed }: CheckedStep): number {
  let [wrong, changed, whole] = [0, 0, 0];
  for (let i = 0; i < expected.length; i++) {
    wrong += (claimed[i]! - expected[i]!) ** 2;
    changed += (expected[i]! - before[i]!) ** 2;
    whole += expected[i]! ** 2;
  }
  return Math.sqrt(wrong) / Math.max(Math.sqrt(changed), LEAST_CHANGE * Math.sqrt(whole));
}
