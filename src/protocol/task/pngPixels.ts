import type { PngFile } from '#protocol/task/pngFile.ts';

const LAST_FILTER = 4;

/**
 * Whether a PNG's pixels unpack to exactly what its header declares, each row with a filter that exists. A
 * few bytes can unpack to gigabytes: here they are unpacked piece by piece and counted, and none is kept.
 * @example
 * const file = readPngFile(bytes);
 * if (file === undefined || !(await unpacksWhole(file))) refuse();
 */
export async function unpacksWhole({ packed, unpackedBytes, width, channels }: PngFile): Promise<boolean> {
  const rowBytes = 1 + width * channels;
  const unpacked = new Blob([...packed] as BlobPart[])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'));
  const reader = unpacked.getReader();
  let count = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return count === unpackedBytes;
      const firstRow = Math.ceil(count / rowBytes) * rowBytes - count;
      for (let at = firstRow; at < value.length; at += rowBytes) if (value[at]! > LAST_FILTER) return false;
      count += value.length;
      if (count > unpackedBytes) return false;
    }
  } catch {
    // The data is broken.
    return false;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
