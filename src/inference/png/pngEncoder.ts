import { huffmanDeflate } from '#inference/png/huffmanDeflate.ts';
import { crc32 } from '#protocol/task/crc32.ts';
import { PNG_SIGNATURE } from '#protocol/task/pngHeader.ts';

/** 8-bit RGB, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const CHANNELS = 3;
/** 8-bit truecolour, the only compression and filter methods, not interlaced. */
const FORMAT = [8, 2, 0, 0, 0];
const NAME_BYTES = 4;
/** A chunk's length and name before its data, and its checksum after. */
const CHUNK_BYTES = 4 + NAME_BYTES + 4;
/** Predicts a byte as the mean of those to the left and above. */
const AVERAGE_FILTER = 3;

/**
 * Encodes pixels as a PNG file (ISO/IEC 15948) with text chunks. The GPU idles meanwhile, so speed matters:
 * with this filter and Huffman codes alone, a photo-like 512 x 512 picture took 8 ms and 323 kB in
 * Chromium; deflate’s fastest level without a filter took 40 ms and 722 kB.
 * @param text keyword to value, both in Latin-1
 * @throws RangeError if the text is not Latin-1
 * @example encodePng({ width: 1, height: 1, data: Uint8Array.of(255, 0, 0) }, { Software: 'Cuckoo' });
 */
export function encodePng(pixels: Pixels, text: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(8 + FORMAT.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, pixels.width);
  view.setUint32(4, pixels.height);
  header.set(FORMAT, 8);
  const chunks: [name: string, data: Uint8Array][] = [
    ['IHDR', header],
    ...Object.entries(text).map(([keyword, value]): [string, Uint8Array] => [
      'tEXt',
      latin1(`${keyword}\0${value}`),
    ]),
    ['IDAT', huffmanDeflate(filtered(pixels))],
    ['IEND', new Uint8Array(0)],
  ];
  const bytes = chunks.reduce((sum, [, data]) => sum + CHUNK_BYTES + data.length, PNG_SIGNATURE.length);
  const file = new Uint8Array(bytes);
  file.set(PNG_SIGNATURE);
  let at = PNG_SIGNATURE.length;
  for (const [name, data] of chunks) at = writeChunk(file, at, name, data);
  return file;
}

/** Prefixes each row with its filter type, and replaces each byte with its difference from the prediction. */
function filtered({ width, height, data }: Pixels): Uint8Array {
  const length = CHANNELS * width;
  const bytes = new Uint8Array(height * (1 + length));
  let above: Uint8Array = new Uint8Array(length);
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * length, (y + 1) * length);
    const to = y * (1 + length);
    bytes[to] = AVERAGE_FILTER;
    for (let x = 0; x < CHANNELS; x++) bytes[to + 1 + x] = row[x]! - (above[x]! >> 1);
    for (let x = CHANNELS; x < length; x++)
      bytes[to + 1 + x] = row[x]! - ((row[x - CHANNELS]! + above[x]!) >> 1);
    above = row;
  }
  return bytes;
}

/** @returns the offset of the next chunk */
function writeChunk(file: Uint8Array, at: number, name: string, data: Uint8Array): number {
  const view = new DataView(file.buffer);
  view.setUint32(at, data.length);
  file.set(latin1(name), at + 4);
  file.set(data, at + 4 + NAME_BYTES);
  const end = at + 4 + NAME_BYTES + data.length;
  view.setUint32(end, crc32(file.subarray(at + 4, end)));
  return end + 4;
}

/** @throws RangeError if the text is not Latin-1 */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => {
    const code = letter.codePointAt(0)!;
    if (code > 0xff) throw new RangeError('PNG text must be Latin-1.');
    return code;
  });
}
