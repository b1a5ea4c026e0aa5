import { afterEach, expect, it, vi } from 'vitest';
import { fitPicture, MAX_FILE_BYTES, middlePart, sizeOf } from '#web/create/startPicture/fitPicture.ts';

const SIZE = { width: 128, height: 128 };

afterEach(() => vi.unstubAllGlobals());

it.each([
  [{ width: 128, height: 128 }, SIZE, { left: 0, top: 0, width: 128, height: 128 }],
  [{ width: 400, height: 200 }, SIZE, { left: 100, top: 0, width: 200, height: 200 }],
  [{ width: 30, height: 90 }, SIZE, { left: 0, top: 30, width: 30, height: 30 }],
  [
    { width: 100, height: 100 },
    { width: 64, height: 32 },
    { left: 0, top: 25, width: 100, height: 50 },
  ],
])('middlePart crops %j to the shape of %j', (picture, size, part) => {
  expect(middlePart(picture, size)).toEqual(part);
});

it.each([
  ['128x96', { width: 128, height: 96 }],
  ['auto', null],
  [null, null],
  [undefined, null],
])('sizeOf reads %j', (text, size) => {
  expect(sizeOf(text)).toEqual(size);
});

it('fitPicture refuses a file that is too large without decoding it', async () => {
  const unpack = vi.fn();
  vi.stubGlobal('createImageBitmap', unpack);
  const file = { size: MAX_FILE_BYTES + 1 } as Blob;
  await expect(fitPicture(file, SIZE)).rejects.toMatchObject({ name: 'PictureError', code: 'too_large' });
  expect(unpack).not.toHaveBeenCalled();
});

it('fitPicture refuses a file that is not a picture', async () => {
  vi.stubGlobal('createImageBitmap', async () =>
    Promise.reject(new DOMException('no image', 'InvalidStateError')),
  );
  const failure = fitPicture(new Blob(['a poem'], { type: 'text/plain' }), SIZE);
  await expect(failure).rejects.toMatchObject({
    code: 'unreadable',
    message: expect.stringContaining('cannot read that file'),
  });
});
