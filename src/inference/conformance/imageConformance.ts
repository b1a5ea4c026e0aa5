import type { Deviation } from '#inference/conformance/deviation.ts';
import type { ImageReference } from '#inference/conformance/referenceTask.ts';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { encodeTestCard } from '#inference/conformance/testCard.ts';
import { generateImage, type ImageModel } from '#inference/diffusion/imageGeneration.ts';

/** One level in 255: a right back end may round a byte of the picture the other way. */
const ROUNDING = 1;

/**
 * Runs an image model's reference task.
 * @example
 * const { relativeL2 } = await checkImage(model, reference); // about 1e-6 on a right back end
 */
export async function checkImage(model: ImageModel, reference: ImageReference): Promise<Deviation> {
  const { latent, pixels } = await generateImage(model, reference.settings);
  const sampled = pixels.filter((_, i) => i % reference.stride === 0);
  const shown = sampled.map((value, i) =>
    Math.abs(value - reference.pixels[i]!) <= ROUNDING ? reference.pixels[i]! : value,
  );
  const distances = [relativeL2(latent, reference.latent), relativeL2(shown, reference.pixels)];
  const encoded = await encodeTestCard(model.session, model.manifest);
  if (encoded) distances.push(relativeL2(encoded, reference.encoded ?? []));
  return { relativeL2: Math.max(...distances), mismatches: 0 };
}
