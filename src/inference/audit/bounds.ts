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
 * Measured between ONNX Runtime's native CPU and WebAssembly. A GPU's arithmetic is further off, so that float32
 * has what the reference task of its models allows (a manifest's tolerance, 1e-3); float16 has a few roundings of
 * 2^-11 through guidance.
 * - step: float32 up to 8e-6, float16 up to 2e-4; the least that cheats reach is 3e-3 (guidance of 1 instead of
 *   5 in the last of 20 LCM steps), the others 1e-2 and more.
 * - logprob: float32 up to 9e-6. A token differs in 1 of 400 answers of 96 tokens with int4 weights in float16,
 *   by 2e-3. With weights in 8 bits instead of 32 one or two differ, by up to 3e-2; with other cheats by 0.4 and
 *   more.
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
