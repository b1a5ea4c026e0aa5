import type { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { toPixels } from '#inference/png/pictureFile.ts';
import { encodePng, type Pixels } from '#inference/png/pngEncoder.ts';
import type { FloatTensor } from '#inference/runtime/floatTensor.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

type LinearPreview = NonNullable<LatentDiffusionManifest['preview']>;

/**
 * After which steps, counted from 1, previews come: evenly spaced, never after the last, whose picture
 * follows anyway.
 * @example previewSteps(20, 3); // Set { 5, 10, 15 }
 */
export function previewSteps(steps: number, previews: number): ReadonlySet<number> {
  const count = Math.min(previews, steps - 1);
  return new Set(Array.from({ length: count }, (_, i) => Math.round(((i + 1) * steps) / (count + 1))));
}

/**
 * A small PNG of the picture that a latent [1, c, h, w] is going to be: by the manifest's map on the CPU,
 * else by the decoder.
 * @example
 * const png = await latentPreview(session, manifest, { data: predictedX0, dims: [1, 4, 64, 64] });
 */
export function latentPreview(
  session: LatentDiffusionSession,
  { preview, decoder }: LatentDiffusionManifest,
  latent: FloatTensor,
): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>> {
  if (preview) return smallPng(linearPixels(preview, latent));
  return session.decode(latent).then((picture) => smallPng(toPixels(picture, decoder.range)));
}

const smallPng = (pixels: Pixels) => encodePng(shrink(pixels, TASK_LIMIT.previewPixelsPerSide), {});

/**
 * Maps each latent cell to a square of pixels, whose colours are weighted sums of its channels.
 * @example
 * const pixels = linearPixels(manifest.preview, latent);
 */
export function linearPixels({ patch, factors }: LinearPreview, { data, dims }: FloatTensor): Pixels {
  const [, channels = 0, rows = 0, columns = 0] = dims;
  const cells = rows * columns;
  const [width, height] = [columns * patch, rows * patch];
  const pixels = new Uint8ClampedArray(3 * width * height);
  const constant = new Float64Array(factors[channels]!);
  const channelRows = factors.slice(0, channels).map((row) => new Float64Array(row));
  const nothing = new Float64Array(constant.length);
  const groups = Array.from({ length: Math.ceil(channels / 4) }, (_, group) =>
    [0, 1, 2, 3].map((i) => channelRows[4 * group + i] ?? nothing),
  );
  // [colour, y, x] within the square.
  const levels = new Float64Array(constant.length);
  for (let cell = 0; cell < cells; cell++) {
    levels.set(constant);
    for (const [group, weights] of groups.entries()) {
      const at = 4 * group * cells + cell;
      addFour(levels, weights, [
        data[at]!,
        data[at + cells] ?? 0,
        data[at + 2 * cells] ?? 0,
        data[at + 3 * cells] ?? 0,
      ]);
    }
    const corner = 3 * (Math.floor(cell / columns) * patch * width + (cell % columns) * patch);
    for (let from = 0, colour = 0; colour < 3; colour++) {
      for (let y = 0; y < patch; y++) {
        const to = corner + 3 * y * width + colour;
        for (let x = 0; x < patch; x++) pixels[to + 3 * x] = 255 * levels[from++]!;
      }
    }
  }
  return { width, height, data: new Uint8Array(pixels.buffer) };
}

/** Adds four channels at once, so each sum is read and written once for all of them. */
function addFour(sums: Float64Array, weights: readonly Float64Array[], values: readonly number[]): void {
  const [w0, w1, w2, w3] = weights as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [v0, v1, v2, v3] = values as [number, number, number, number];
  for (let at = 0; at < sums.length; at++)
    sums[at]! += v0 * w0[at]! + v1 * w1[at]! + v2 * w2[at]! + v3 * w3[at]!;
}

/**
 * Downscales by a whole factor to at most `side` pixels a side, averaging each square of pixels. Pixels
 * left over at the edge are dropped.
 * @example
 * shrink(pixels, 64).width; // 64 for a picture of 512 x 512
 */
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
