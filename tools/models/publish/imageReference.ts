import { everyNth } from '#inference/conformance/everyNth.ts';
import type { ImageReference, References } from '#inference/conformance/referenceTask.ts';
import { encodeTestCard } from '#inference/conformance/testCard.ts';
import { generateImage } from '#inference/diffusion/imageGeneration.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { rounded } from '#tools/models/publish/modelFolder.ts';
import { openDiffusion } from '#tools/models/publish/openDiffusion.ts';

/** Which numbers of a latent and which bytes of a picture are kept. */
export interface ImageStrides {
  /** No multiple of two: a latent's rows are as long as a power of two, and each column must be covered. */
  readonly latent: number;
  /** No multiple of three either, so that each colour is covered. */
  readonly pixels: number;
}

/**
 * What the image model in a folder computes on the CPU for each of these settings: the numbers that a GPU
 * must match before it may work.
 */
export async function imageReferencesOf(
  folder: string,
  manifest: LatentDiffusionManifest,
  [first, ...others]: References<ImageReference['settings']>,
  strides: ImageStrides,
): Promise<References<ImageReference>> {
  const { session, tokenize } = await openDiffusion(folder, manifest);
  const compute = async (settings: ImageReference['settings']): Promise<ImageReference> => {
    const { latent, pixels } = await generateImage({ session, tokenize, manifest }, settings);
    return {
      ...{ kind: 'image', settings, latentStride: strides.latent, stride: strides.pixels },
      latent: rounded(everyNth(latent, strides.latent)),
      pixels: [...everyNth(pixels, strides.pixels)],
    };
  };
  try {
    const encoded = await encodeTestCard(session, manifest);
    const firstReference = {
      ...(await compute(first)),
      ...(encoded && { encoded: rounded(everyNth(encoded, strides.latent)) }),
    };
    const rest: ImageReference[] = [];
    for (const settings of others) rest.push(await compute(settings));
    return [firstReference, ...rest];
  } finally {
    await session.dispose();
  }
}
