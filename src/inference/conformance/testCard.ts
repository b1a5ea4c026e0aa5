import type { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import type { FloatTensor } from '#inference/runtime/floatTensor.ts';

/**
 * Red grows to the right, green downwards, blue towards the corners that neither reaches: the same anywhere.
 */
function testCard(width: number, height: number, [black, white]: readonly [number, number]): FloatTensor {
  const plane = width * height;
  const data = new Float32Array(3 * plane);
  for (let pixel = 0; pixel < plane; pixel++) {
    const right = (pixel % width) / (width - 1);
    const down = Math.floor(pixel / width) / (height - 1);
    for (const [colour, level] of [right, down, Math.abs(right - down)].entries()) {
      data[colour * plane + pixel] = black + (white - black) * level;
    }
  }
  return { data, dims: [1, 3, height, width] };
}

/**
 * What a model's image encoder makes of the test card in its usual size; undefined if it has no image
 * encoder.
 * @example
 * const latent = await encodeTestCard(session, manifest);
 */
export async function encodeTestCard(
  session: LatentDiffusionSession,
  { imageEncoder, defaults, decoder }: LatentDiffusionManifest,
): Promise<Float32Array | undefined> {
  if (!imageEncoder) return undefined;
  return (await session.encodeImage(testCard(defaults.width, defaults.height, decoder.range))).data;
}
