import type { ImageSettings } from '#inference/diffusion/settings/imageSettings.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';

/**
 * Checks that a model draws what is asked for.
 * @throws InferenceError BAD_REQUEST
 * @example checkLimits(manifest, request);
 */
export function checkLimits({ limits, latent }: LatentDiffusionManifest, settings: ImageSettings): void {
  const { minSide, maxSide, maxSteps, maxGuidance } = limits;
  for (const side of [settings.width, settings.height]) {
    if (side < minSide || side > maxSide || side % latent.scale !== 0) {
      throw new InferenceError(
        'BAD_REQUEST',
        `This model draws ${minSide} to ${maxSide} pixels a side in steps of ${latent.scale}, not ${side}.`,
      );
    }
  }
  if (settings.steps < 1 || settings.steps > maxSteps) {
    throw new InferenceError(
      'BAD_REQUEST',
      `This model takes 1 to ${maxSteps} steps, not ${settings.steps}.`,
    );
  }
  if (settings.guidance < 0 || settings.guidance > maxGuidance) {
    throw new InferenceError(
      'BAD_REQUEST',
      `This model takes guidance up to ${maxGuidance}, not ${settings.guidance}.`,
    );
  }
}
