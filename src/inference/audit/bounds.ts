import type { Manifest } from '#inference/manifest/manifest.ts';

/** In which float type a model computes. Weights may be stored in fewer bits: all read the same ones. */
export type Precision = 'float32' | 'float16';

/**
 * A model that computes in 16 bits needs a GPU that can, so its manifest says so.
 * @example BOUNDS.image[precisionOf(manifest)].step;
 */
export const precisionOf = ({ gpu }: Pick<Manifest, 'gpu'>): Precision =>
  gpu.features.includes('shader-f16') ? 'float16' : 'float32';

/** The most that an honest image reaches in each measure of `auditImage`. */
export interface ImageBounds {
  /** Relative L2 of the first latent: noise, or a noised start picture, which an encoder has computed. */
  readonly start: number;
  readonly startPicture: number;
  /** `stepDistance`. */
  readonly step: number;
  /** `pictureDistance` of the last latent's picture: mean and largest. */
  readonly picture: number;
  readonly pixel: number;
  /** Mean `pictureDistance` of an image that was computed again from its seed. */
  readonly whole: number;
}

/** The most that an honest text reaches in each measure of `auditText`; in deviations of the logits. */
export interface TextBounds {
  readonly largestMargin: number;
  /** Of margins clipped at `largestMargin`, beyond what `fewTokens` may add. */
  readonly meanMargin: number;
  /** Share of tokens that differ, beyond `fewTokens`. */
  readonly differing: number;
  /** So many tokens may differ in any answer, however short. */
  readonly fewTokens: number;
  readonly logprob: number;
}

/**
 * `npm run trust:calibrate` compares them with docs/trust/audits.jsonl, honest results and cheats on ONNX
 * Runtime's native CPU and WebAssembly. GPUs' functions (sines, exponentials) are less exact than those, so
 * that the bounds are not as near to the honest results as they could be.
 * - step, float32: honest up to 1e-5, weights in 8 bits from 3e-4. float16: honest up to 2e-4 on a CPU, which
 *   sums in 32 bits; a GPU may sum in 16, which guidance multiplies. Half the cost by guidance 1 is 0.1 and
 *   more.
 * - whole: 2 steps for 4 of a distilled model 8e-4.
 * - largestMargin, float32: logits are honest up to 1e-5 deviations. With weights in 8 bits for 32 one or two
 *   tokens of 100 differ, by up to 3e-2; with 4 bits a tenth, by up to 0.8. float16: one token of 400 by
 *   2e-3.
 */
export const BOUNDS = {
  image: {
    float32: { start: 1e-6, startPicture: 1e-3, step: 2e-4, picture: 1e-3, pixel: 0.02, whole: 5e-4 },
    float16: { start: 1e-6, startPicture: 1e-2, step: 3e-2, picture: 1e-2, pixel: 0.1, whole: 0.05 },
  },
  text: {
    float32: { largestMargin: 1e-3, meanMargin: 1e-5, differing: 2e-3, fewTokens: 1, logprob: 1e-3 },
    float16: { largestMargin: 0.1, meanMargin: 1e-3, differing: 0.03, fewTokens: 2, logprob: 0.3 },
  },
} as const satisfies { image: Record<Precision, ImageBounds>; text: Record<Precision, TextBounds> };
