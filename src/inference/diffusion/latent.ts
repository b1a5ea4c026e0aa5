import type { GuidedDenoiser } from '#inference/diffusion/guidedDenoiser.ts';
import type { SchedulerStep } from '#inference/diffusion/scheduler/schedulerStep.ts';
import type { FloatTensor } from '#inference/runtime/floatTensor.ts';

/** A scheduler step that was taken, or submitted to the GPU. */
export interface StepTaken {
  /** Resolves when the GPU is done with it; left out if it is done. */
  readonly over?: Promise<unknown>;
  /** The clean latent that this step predicts, if it was asked for. */
  readonly predictedX0?: Promise<Float32Array>;
}

/** A finished latent, the picture that the decoder makes of it, and how it came about. */
export interface DecodedLatent {
  readonly latent: Float32Array;
  /** The latent before the first step and after each, as float32 in little-endian order. */
  readonly trace: readonly Uint8Array<ArrayBuffer>[];
  readonly picture: FloatTensor;
}

/** One scheduler step of a latent. */
export interface LatentStep {
  readonly step: SchedulerStep;
  /** The step after it; undefined for the last. */
  readonly following: SchedulerStep | undefined;
  /** Gives standard normal noise, for a step that adds some. */
  noise(): Float32Array<ArrayBuffer>;
  /** Whether `predictedX0` is wanted, for a preview. */
  readonly wantsX0: boolean;
}

/** A latent [1, c, h, w] on its way from noise to picture. */
export interface Latent {
  /** Takes a scheduler step. It may return while the GPU still works on it. */
  step(denoiser: GuidedDenoiser, step: LatentStep): Promise<StepTaken>;
  /** After the last step. @throws InferenceError NOT_FINITE */
  decode(): Promise<DecodedLatent>;
  /** Frees its memory. */
  dispose(): void;
}
