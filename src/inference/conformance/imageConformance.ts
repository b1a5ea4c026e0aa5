import type { Deviation } from '#inference/conformance/deviation.ts';
import type { ImageReference } from '#inference/conformance/referenceTask.ts';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { encodeTestCard } from '#inference/conformance/testCard.ts';
import { generateImage } from '#inference/diffusion/imageGeneration.ts';
import type { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/manifest.ts';
import type { PromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';

/** One level in 255: a right back end may round a byte of the picture the other way. */
const ROUNDING = 1;

/** Runs an image model's reference task. */
export async function checkImage(
  session: LatentDiffusionSession,
  tokenize: PromptTokenizer,
  manifest: LatentDiffusionManifest,
  reference: ImageReference,
): Promise<Deviation> {
  const { latent, pixels } = await generateImage(session, tokenize, manifest, reference.settings);
  const sampled = pixels.filter((_, i) => i % reference.stride === 0);
  const shown = sampled.map((value, i) =>
    Math.abs(value - reference.pixels[i]!) <= ROUNDING ? reference.pixels[i]! : value,
  );
  const distances = [relativeL2(latent, reference.latent), relativeL2(shown, reference.pixels)];
  const encoded = await encodeTestCard(session, manifest);
  if (encoded) distances.push(relativeL2(encoded, reference.encoded ?? []));
  return { relativeL2: Math.max(...distances), mismatches: 0 };
}
