import type { Floats, LatentDiffusionSession } from '#inference/latentDiffusionSession.ts';
import type { LatentDiffusionManifest } from '#inference/manifest.ts';
import { encodePng, toPixels, type Pixels } from '#inference/pictureFile.ts';
import { TASK_LIMIT } from '#protocol/task.ts';

type LinearPreview = NonNullable<LatentDiffusionManifest['preview']>;

/** After which steps (counted from 1) previews come: evenly, never after the last, whose picture comes anyway. */
export function previewSteps(steps: number, previews: number): ReadonlySet<number> {
  const count = Math.min(previews, steps - 1);
  return new Set(Array.from({ length: count }, (_, i) => Math.round(((i + 1) * steps) / (count + 1))));
}

/**
 * A small PNG of the picture that a latent [1, c, h, w] is going to be: by the manifest's linear map on the
 * CPU, or by the decoder where it has none.
 */
export async function previewPng(
  session: LatentDiffusionSession,
  { preview, decoder }: LatentDiffusionManifest,
  latent: Floats,
  forDecoder: (latent: Floats) => Floats,
): Promise<Uint8Array<ArrayBuffer>> {
  const pixels = preview
    ? linearPixels(preview, latent)
    : toPixels(await session.decode(forDecoder(latent)), decoder.range);
  return encodePng(shrink(pixels, TASK_LIMIT.previewPixelsASide), {});
}

/** Each cell of the latent becomes a square of pixels, colours being weighted sums of its channels. */
export function linearPixels({ patch, factors }: LinearPreview, { data, dims }: Floats): Pixels {
  const [, channels = 0, rows = 0, columns = 0] = dims;
  const cells = rows * columns;
  const [width, height] = [columns * patch, rows * patch];
  const constant = factors[channels]!;
  const pixels = new Uint8ClampedArray(3 * width * height);
  for (let at = 0; at < pixels.length; at++) {
    const pixel = Math.floor(at / 3);
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const cell = Math.floor(y / patch) * columns + Math.floor(x / patch);
    const output = ((at % 3) * patch + (y % patch)) * patch + (x % patch);
    let level = constant[output]!;
    for (let channel = 0; channel < channels; channel++) {
      level += factors[channel]![output]! * data[channel * cells + cell]!;
    }
    pixels[at] = 255 * level;
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
