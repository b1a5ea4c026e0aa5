import { type PictureDistance, pictureDistance } from '#inference/audit/pictureDistance.ts';
import { readPng, toPixels } from '#inference/png/pictureFile.ts';
import { encodePng, type Pixels } from '#inference/png/pngEncoder.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { readPngFile } from '#protocol/task/pngFile.ts';

const SAME: PictureDistance = { mean: 0, largest: 0 };
const IMPOSSIBLE: PictureDistance = { mean: Infinity, largest: Infinity };

/**
 * How far a PNG's picture is from the expected one; both Infinity if it is no PNG of that size. Unpacking it
 * safely takes as long as a small model's step, so that its packed bytes are compared first: an honest one is
 * mostly the same to the bit.
 * @example (await distanceOfPng(result.png, pixels)).mean < 1e-3;
 */
export async function distanceOfPng(png: Uint8Array, expected: Pixels): Promise<PictureDistance> {
  const { width, height, data } = expected;
  const file = readPngFile(png);
  if (file?.width !== width || file.height !== height) return IMPOSSIBLE;
  const [packed] = readPngFile(encodePng(expected, {}))!.packed;
  const isSame =
    file.packed.length === 1 &&
    file.channels === 3 &&
    file.packed[0]!.length === packed!.length &&
    file.packed[0]!.every((byte, at) => byte === packed![at]);
  if (isSame) return SAME;
  const range = [0, 1] as const;
  try {
    const picture = await readPng(png, width, height, range);
    return pictureDistance(toPixels(picture, range).data, data);
  } catch (error) {
    if (error instanceof InferenceError && error.code === 'BAD_REQUEST') return IMPOSSIBLE;
    throw error;
  }
}
