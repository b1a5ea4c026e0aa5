import type { ImageReference } from '#inference/conformance/referenceTask.ts';
import { encodeTestCard } from '#inference/conformance/testCard.ts';
import { generateImage } from '#inference/diffusion/imageGeneration.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { rounded } from '#tools/models/publish/modelFolder.ts';
import { openDiffusion } from '#tools/models/publish/openDiffusion.ts';

/**
 * What the image model in a folder computes on the CPU: the numbers that a GPU must match before it may work.
 */
export async function imageReferenceOf(
  folder: string,
  manifest: LatentDiffusionManifest,
  settings: ImageReference['settings'],
  stride: number,
): Promise<ImageReference> {
  const { session, tokenize } = await openDiffusion(folder, manifest);
  const { latent, pixels } = await generateImage({ session, tokenize, manifest }, settings);
  const encoded = await encodeTestCard(session, manifest);
  await session.dispose();
  return {
    kind: 'image',
    settings,
    latent: rounded(latent),
    stride,
    pixels: [...pixels.filter((_, i) => i % stride === 0)],
    ...(encoded && { encoded: rounded(encoded) }),
  };
}
