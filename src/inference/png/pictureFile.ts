import { decode } from 'fast-png';
import type { Pixels } from '#inference/png/pngEncoder.ts';
import type { FloatTensor } from '#inference/runtime/floatTensor.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { readPngFile } from '#protocol/task/pngFile.ts';
import { unpacksWhole } from '#protocol/task/pngPixels.ts';

/** The values that a graph uses for black and white. */
export type ColourRange = readonly [black: number, white: number];

/**
 * Converts an image tensor [1, 3, h, w] to RGB bytes.
 * @throws InferenceError BAD_GRAPH if the tensor has another shape
 * @example const pixels = toPixels(await session.decode(latent), manifest.decoder.range);
 */
export function toPixels({ data, dims }: FloatTensor, [black, white]: ColourRange): Pixels {
  const [, planes, height = 0, width = 0] = dims;
  const plane = data.length / 3;
  if (planes !== 3 || width * height !== plane) {
    throw new InferenceError('BAD_GRAPH', `The decoder gives [${dims.join(', ')}], not a picture.`);
  }
  const bytes = new Uint8ClampedArray(data.length);
  const scale = white - black;
  for (let colour = 0; colour < 3; colour++) {
    for (let pixel = 0; pixel < plane; pixel++) {
      bytes[3 * pixel + colour] = (255 * (data[colour * plane + pixel]! - black)) / scale;
    }
  }
  return { width, height, data: new Uint8Array(bytes.buffer) };
}

/**
 * Decodes an app’s PNG to an image tensor [1, 3, h, w]. Grey becomes RGB, transparency becomes white.
 * @throws InferenceError BAD_REQUEST if it is not an 8-bit PNG of that size
 * @example const picture = await readPng(png, 512, 512, [-1, 1]);
 */
export async function readPng(
  png: Uint8Array,
  width: number,
  height: number,
  [black, white]: ColourRange,
): Promise<FloatTensor> {
  const file = readPngFile(png);
  if (file?.width !== width || file.height !== height) {
    const message = `The given picture is not a plain PNG of ${width} x ${height} pixels and 8 bits a colour.`;
    throw new InferenceError('BAD_REQUEST', message);
  }
  // The decoder allocates whatever the file unpacks to.
  if (!(await unpacksWhole(file))) throw new InferenceError('BAD_REQUEST', 'The given picture is damaged.');
  const { data, channels } = decode(png);
  const plane = width * height;
  const planes = new Float32Array(3 * plane);
  const hasAlpha = channels % 2 === 0;
  for (let pixel = 0; pixel < plane; pixel++) {
    const at = pixel * channels;
    const alpha = hasAlpha ? data[at + channels - 1]! / 255 : 1;
    for (let colour = 0; colour < 3; colour++) {
      const level = data[at + (channels > 2 ? colour : 0)]! / 255;
      planes[colour * plane + pixel] = black + (white - black) * (level * alpha + 1 - alpha);
    }
  }
  return { data: planes, dims: [1, 3, height, width] };
}
