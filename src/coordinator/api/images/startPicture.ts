import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { checkedSize, type PictureSize } from '#coordinator/api/images/imageOrder.ts';
import { outOfRange } from '#coordinator/api/tasks/order.ts';
import { isPngOfSize, READ_CHANNELS } from '#coordinator/results/imageFile.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { withoutExtras } from '#protocol/task/pngFile.ts';
import { pngSize } from '#protocol/task/pngHeader.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

export interface StartPicture {
  png: Uint8Array<ArrayBuffer>;
  size: PictureSize;
}

/**
 * Reads a start picture. Everything that a miner would refuse is refused here, so that the app learns why and
 * no attempt is wasted.
 * @param wanted size of the image, or auto: it must be the picture's own
 * @throws ApiFault 413, or 400 with the parameter that is wrong
 */
export async function readStartPicture(
  manifest: LatentDiffusionManifest,
  file: File,
  wanted: string,
): Promise<StartPicture> {
  if (file.size > TASK_LIMIT.initBytes) {
    const message = `The start picture is too large. It may have at most ${TASK_LIMIT.initBytes} bytes.`;
    throw new ApiFault('too_large', message, { param: 'image' });
  }
  const png = withoutExtras(new Uint8Array(await file.arrayBuffer()));
  const size = pngSize(png) ?? outOfRange('image', 'The picture is not a PNG.');
  const own = `${size.width}x${size.height}`;
  if (wanted !== 'auto' && wanted !== own)
    outOfRange(
      'size',
      `The image has the size of its start picture, ${own}. Leave size out, or resize the picture.`,
    );
  checkedSize(manifest, size, 'image');
  if (!(await isPngOfSize(png, size.width, size.height, READ_CHANNELS)))
    outOfRange(
      'image',
      'The picture must be a complete PNG with 8 bits per channel, no palette and no interlacing.',
    );
  return { png, size };
}
