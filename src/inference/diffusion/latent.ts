import type { GuidedDenoiser } from '#inference/diffusion/guidedDenoiser.ts';
import type { FloatTensor } from '#inference/runtime/floatTensor.ts';
import type { NoiseStep } from '#inference/diffusion/noiseSchedule.ts';

/** A step that was taken, or begun on a GPU. */
export interface StepTaken {
  /** Resolves when the GPU has done it; left out if it is done. */
  readonly over?: Promise<unknown>;
  /** The finished picture's latent as it foretells it, if that was asked for. */
  readonly foretold?: Promise<Float32Array>;
}

/** What a finished latent is, and what the decoder makes of it. */
export interface DecodedLatent {
  readonly latent: Float32Array;
  readonly picture: FloatTensor;
}

/** A latent [1, c, h, w] on its way from noise to picture. */
export interface Latent {
  /**
   * Takes a step. It may come back while a GPU is at it.
   * @param following the next one; undefined if it is the last
   * @param fresh gives standard normal noise, for a step that adds some
   * @param foretells whether what it foretells is wanted
   */
  step(
    denoiser: GuidedDenoiser,
    step: NoiseStep,
    following: NoiseStep | undefined,
    fresh: () => Float32Array<ArrayBuffer>,
    foretells: boolean,
  ): Promise<StepTaken>;
  /** After the last step. @throws InferenceError NOT_FINITE */
  decode(): Promise<DecodedLatent>;
  /** Gives its memory back. */
  dispose(): void;
}
