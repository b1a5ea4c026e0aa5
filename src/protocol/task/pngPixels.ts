import type { PngFile } from '#protocol/task/pngFile.ts';

const LAST_FILTER = 4;

/**
 * Whether a PNG's pixels unpack to exactly what its header declares, each row with a filter that exists. A
 * few bytes can unpack to gigabytes: here they are unpacked piece by piece and counted, and none is kept.
 * @example
 * const file = readPngFile(bytes);
 * if (file === undefined || !(await unpacksWhole(file))) refuse();
 */
export async function unpacksWhole(file: PngFile): Promise<boolean> {
  // Node accepts bytes behind the end of the data, browsers do not. Such data unpacks without its last byte.
  return (await unpacks(file, file.packed)) && !(await unpacks(file, withoutLastByte(file.packed)));
}

function withoutLastByte(packed: readonly Uint8Array[]): readonly Uint8Array[] {
  const last = packed.findLastIndex(({ length }) => length > 0);
  return packed.slice(0, last + 1).map((part, at) => (at === last ? part.subarray(0, -1) : part));
}

async function unpacks(
  { unpackedBytes, width, channels }: PngFile,
  packed: readonly Uint8Array[],
): Promise<boolean> {
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
