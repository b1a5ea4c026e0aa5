import { readPngFile } from '#protocol/task/pngFile.ts';
import { unpacksWhole } from '#protocol/task/pngPixels.ts';

/** Samples a pixel that a miner writes: RGB and RGBA. */
const WRITTEN_CHANNELS: readonly number[] = [3, 4];
/** And those that it reads as well: grey, without and with transparency. */
export const READ_CHANNELS: readonly number[] = [1, 2, ...WRITTEN_CHANNELS];

/** Whether bytes are a whole PNG of this size in 8 bits a sample, RGB or RGBA unless told otherwise. */
export async function isPngOfSize(
  bytes: Uint8Array,
  width: number,
  height: number,
  channels: readonly number[] = WRITTEN_CHANNELS,
): Promise<boolean> {
  const file = readPngFile(bytes);
  if (file?.width !== width || file.height !== height) return false;
  return channels.includes(file.channels) && unpacksWhole(file);
}
