import type { Floats, LatentDiffusionSession } from '#inference/latentDiffusionSession.ts';
import type { LatentDiffusionManifest } from '#inference/manifest.ts';
import { toPixels } from '#inference/pictureFile.ts';
import { encodePng, type Pixels } from '#inference/pngEncoder.ts';
import { TASK_LIMIT } from '#protocol/task.ts';

type LinearPreview = NonNullable<LatentDiffusionManifest['preview']>;

/** After which steps (counted from 1) previews come: evenly, never after the last, whose picture comes anyway. */
export function previewSteps(steps: number, previews: number): ReadonlySet<number> {
  const count = Math.min(previews, steps - 1);
  return new Set(Array.from({ length: count }, (_, i) => Math.round(((i + 1) * steps) / (count + 1))));
}

/** A small PNG of the picture that a latent [1, c, h, w] is going to be, by the manifest's linear map on the CPU. */
export const linearPreview = (preview: LinearPreview, latent: Floats): Uint8Array<ArrayBuffer> =>
  smallPng(linearPixels(preview, latent));

/** The same by the decoder, for a manifest without such a map. */
export async function decodedPreview(
  session: LatentDiffusionSession,
  { decoder }: LatentDiffusionManifest,
  latent: Floats,
): Promise<Uint8Array<ArrayBuffer>> {
  return smallPng(toPixels(await session.decode(latent), decoder.range));
}

const smallPng = (pixels: Pixels) => encodePng(shrink(pixels, TASK_LIMIT.previewPixelsASide), {});

/** Each cell of the latent becomes a square of pixels, colours being weighted sums of its channels. */
export function linearPixels({ patch, factors }: LinearPreview, { data, dims }: Floats): Pixels {
  const [, channels = 0, rows = 0, columns = 0] = dims;
  const cells = rows * columns;
  const [width, height] = [columns * patch, rows * patch];
  const pixels = new Uint8ClampedArray(3 * width * height);
  for (let cell = 0; cell < cells; cell++) {
    // [colour, y, x] within the square; summed channel by channel, as the factors lie.
    const levels = Float64Array.from(factors[channels]!);
    for (let channel = 0; channel < channels; channel++) {
      const value = data[channel * cells + cell]!;
      const row = factors[channel]!;
      for (let at = 0; at < levels.length; at++) levels[at]! += row[at]! * value;
    }
    const corner = Math.floor(cell / columns) * patch * width + (cell % columns) * patch;
    for (let y = 0; y < patch; y++) {
      for (let x = 0; x < patch; x++) {
        for (let colour = 0; colour < 3; colour++) {
          pixels[3 * (corner + y * width + x) + colour] = 255 * levels[(colour * patch + y) * patch + x]!;
        }
      }
    }
  }
  return { width, height, data: new Uint8Array(pixels.buffer) };
}

/** The mean of each square of pixels, as large as it takes to come below a side; a rest at the edge is cut. */
export function shrink(pixels: Pixels, side: number): Pixels {
  const factor = Math.ceil(Math.max(pixels.width, pixels.height) / side);
  if (factor === 1) return pixels;
  const width = Math.max(1, Math.floor(pixels.width / factor));
  const height = Math.max(1, Math.floor(pixels.height / factor));
  const data = new Uint8Array(3 * width * height);
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / 3);
    const [x, y] = [(pixel % width) * factor, Math.floor(pixel / width) * factor];
    let sum = 0;
    let count = 0;
    for (let row = y; row < Math.min(y + factor, pixels.height); row++) {
      for (let column = x; column < Math.min(x + factor, pixels.width); column++) {
        sum += pixels.data[3 * (row * pixels.width + column) + (at % 3)]!;
        count++;
      }
    }
    data[at] = Math.round(sum / count);
  }
  return { width, height, data };
}
