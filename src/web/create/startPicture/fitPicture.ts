import { CodedError } from '#protocol/codedError.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { t } from '#web/language/translate.ts';

export interface PictureSize {
  width: number;
  height: number;
}

/** A file that no task can start from. Its message is a sentence for a person. */
export class PictureError extends CodedError<'too_large' | 'unreadable'> {
  override readonly name = 'PictureError';
}

/** Larger files are rarely pictures, and decoding them could exhaust a phone's memory. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
/** Transparent pictures get a white background, as they do where a PNG is read for a model. */
const GROUND = 'white';

/** The largest middle part of a picture with the shape of another size. */
export function middlePart(
  picture: PictureSize,
  { width, height }: PictureSize,
): PictureSize & { left: number; top: number } {
  const scale = Math.min(picture.width / width, picture.height / height);
  const [across, down] = [width * scale, height * scale];
  return {
    left: (picture.width - across) / 2,
    top: (picture.height - down) / 2,
    width: across,
    height: down,
  };
}

/**
 * A picture file as the PNG that a task may start from: its middle, in the size that the model makes.
 * @throws PictureError
 */
export async function fitPicture(file: Blob, size: PictureSize): Promise<Blob> {
  if (file.size > MAX_FILE_BYTES) {
    const megabytes = Math.round(file.size / MEGABYTE);
    throw new PictureError(
      'too_large',
      t('create.fitPicture.tooLarge', { megabytes, limit: MAX_FILE_BYTES / MEGABYTE }),
    );
  }
  const picture = await readPicture(file);
  try {
    const canvas = new OffscreenCanvas(size.width, size.height);
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new PictureError('unreadable', t('create.fitPicture.notShrunk'));
    const { left, top, width, height } = middlePart(picture, size);
    context.fillStyle = GROUND;
    context.fillRect(0, 0, size.width, size.height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, left, top, width, height, 0, 0, size.width, size.height);
    const png = await canvas.convertToBlob({ type: 'image/png' });
    if (png.size <= TASK_LIMIT.initBytes) return png;
    throw new PictureError('too_large', t('create.fitPicture.tooLargeToSend'));
  } finally {
    picture.close();
  }
}

async function readPicture(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    const message = t('create.fitPicture.thisBrowserCannotRead');
    throw new PictureError('unreadable', message, { cause });
  }
}

/** Width and height as models state them: `128x128`. */
export function sizeOf(text: string | null | undefined): PictureSize | null {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(text ?? '') ?? [];
  return width === undefined || height === undefined
    ? null
    : { width: Number(width), height: Number(height) };
}
