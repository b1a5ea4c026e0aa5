import { auditedSteps, partsOfSteps } from '#inference/audit/auditedSteps.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { ImageRequest } from '#protocol/task/taskRequest.ts';

/** Of a latent's numbers, as a trace holds them. */
const FLOAT_BYTES = 4;
/** What a frame holds beside the parts: the hashes of a hundred of them, and its fields. */
const FRAME_BYTES = 64 * 1024;

/** How many latents of an image a miner can hand over at once. */
export function mostPartsOf(
  { latent }: Pick<LatentDiffusionManifest, 'latent'>,
  { width, height }: ImageRequest,
): number {
  return Math.floor((TASK_LIMIT.traceBytes - FRAME_BYTES) / partBytesOf({ latent }, { width, height }));
}

/** Bytes of one latent in the trace of an image. */
export function partBytesOf(
  { latent: { channels, scale } }: Pick<LatentDiffusionManifest, 'latent'>,
  { width, height }: Pick<ImageRequest, 'width' | 'height'>,
): number {
  return FLOAT_BYTES * channels * (width / scale) * (height / scale);
}

/**
 * The parts that an audit of an image asks for: those around some steps, the first and the last. The miner
 * has signed all of them before it learns which.
 * @param random gives 0..1; the miner must not know it before
 * @example wantedParts(manifest, request, Math.random); // [0, 1, 2, 3, 4] of 4 steps
 */
export function wantedParts(
  manifest: Pick<LatentDiffusionManifest, 'latent'>,
  request: ImageRequest,
  random: () => number,
): number[] {
  const { steps } = request;
  return partsOfSteps(auditedSteps(steps, random, mostPartsOf(manifest, request)), steps);
}
