import { decode } from 'fast-png';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { FloatTensor } from '#inference/runtime/floatTensor.ts';
import type { Pixels } from '#inference/png/pngEncoder.ts';
import { pngSize } from '#protocol/task/pngHeader.ts';

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
 * @example const picture = readPng(png, 512, 512, [-1, 1]);
 */
export function readPng(
  png: Uint8Array,
  width: number,
  height: number,
  [black, white]: ColourRange,
): FloatTensor {
  const size = pngSize(png);
  // Check the header first: the decoder allocates whatever size the file claims.
  if (size?.width !== width || size.height !== height) {
    throw new InferenceError('BAD_REQUEST', `The given picture is not a PNG of ${width} x ${height} pixels.`);
  }
  const { data, channels, depth, palette } = decodeChecked(png);
  if (depth !== 8 || palette !== undefined) {
    throw new InferenceError('BAD_REQUEST', 'The given picture is not a PNG of 8 bits a colour.');
  }
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

function decodeChecked(png: Uint8Array): ReturnType<typeof decode> {
  try {
    return decode(png, { checkCrc: true });
  } catch (cause) {
    throw new InferenceError('BAD_REQUEST', 'The given picture is damaged.', { cause });
  }
}
