import type { CheckedInput } from '#inference/conformance/deviation.ts';
import { everyNth } from '#inference/conformance/everyNth.ts';
import type { ImageReference } from '#inference/conformance/referenceTask.ts';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { encodeTestCard } from '#inference/conformance/testCard.ts';
import { generateImage, type ImageModel } from '#inference/diffusion/imageGeneration.ts';

/** One level in 255: a right back end may round a byte of the picture the other way. */
const ROUNDING = 1;

/**
 * Runs one test input of an image model.
 * @param encodes whether the test card is encoded too, if the model has an image encoder
 * @throws InferenceError NOT_FINITE
 * @example
 * const { relativeL2 } = await checkImage(model, reference, true); // about 1e-6 on a right back end
 */
export async function checkImage(
  model: ImageModel,
  reference: ImageReference,
  encodes: boolean,
): Promise<CheckedInput> {
  const { latentStride } = reference;
  const { latent, pixels } = await generateImage(model, reference.settings);
  const sampled = everyNth(pixels, reference.stride);
  const shown = sampled.map((value, i) =>
    Math.abs(value - reference.pixels[i]!) <= ROUNDING ? reference.pixels[i]! : value,
  );
  const kept = everyNth(latent, latentStride);
  const distances = [relativeL2(kept, reference.latent), relativeL2(shown, reference.pixels)];
  const encoded = encodes ? await encodeTestCard(model.session, model.manifest) : undefined;
  if (encoded) distances.push(relativeL2(everyNth(encoded, latentStride), reference.encoded ?? []));
  const numbers = [latent, pixels, ...(encoded ? [encoded] : [])];
  return { relativeL2: Math.max(...distances), mismatches: 0, numbers };
}
