import { crc32 } from '#protocol/task/crc32.ts';
import { PNG_SIGNATURE } from '#protocol/task/pngHeader.ts';

/** Samples a pixel by colour type, 8 bits each: grey, RGB, and both with transparency. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };
/** Before and after a chunk's data: its length and type, and its checksum. */
const CHUNK_HEAD_BYTES = 8;
const CHUNK_BYTES = CHUNK_HEAD_BYTES + 4;
const IHDR_BYTES = 13;
/** Of the standard, 11.3.3.2. */
const MAX_KEYWORD_BYTES = 79;
/** Encoders that write pixels in pieces write some kilobytes in each. */
const MAX_CHUNKS = 4_096;
/** What a task's facts take is a twentieth of it. */
const MAX_TEXT_BYTES = 8 * 1024;
/**
 * Deflate stores what it cannot compress in blocks of up to 65,535 bytes with five bytes each; small blocks
 * and several IDAT chunks take more.
 */
const DEFLATE_GROWTH = 1.02;
const DEFLATE_OVERHEAD_BYTES = 1024;

/** A PNG file whose pixels have not been unpacked. */
export interface PngFile {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** The compressed pixels, in pieces. */
  readonly packed: readonly Uint8Array[];
  /** Bytes that the pixels unpack to: each row with its filter type before it. */
  readonly unpackedBytes: number;
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/**
 * Reads a PNG as the network's models write it, and nothing else: an allow-list of chunks, each in its place,
 * with right checksums, and no more bytes than the pixels can take. Whatever else a PNG may hold (colour
 * profiles, animation, compressed text) makes some decoder unpack it without bounds.
 * @returns undefined for any other file
 * @example
 * const { width, height } = readPngFile(bytes) ?? refuse();
 */
export function readPngFile(bytes: Uint8Array): PngFile | undefined {
  const chunks = readChunks(bytes);
  const header = chunks?.[0];
  if (chunks === undefined || header?.type !== 'IHDR' || header.data.length !== IHDR_BYTES) return undefined;
  const view = new DataView(header.data.buffer, header.data.byteOffset, IHDR_BYTES);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colourType, compression, filter, interlace] = header.data.subarray(8);
  const channels = CHANNELS[colourType!];
  if (channels === undefined || depth !== 8 || compression !== 0 || filter !== 0 || interlace !== 0)
    return undefined;
  if (width === 0 || height === 0) return undefined;

  const text = chunks.filter(({ type }) => type === 'tEXt');
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const order = ['IHDR', ...text.map(() => 'tEXt'), ...packed.map(() => 'IDAT'), 'IEND'];
  if (packed.length === 0 || chunks.map(({ type }) => type).join() !== order.join()) return undefined;
  if (chunks.at(-1)!.data.length > 0 || !isPlainText(text)) return undefined;

  const unpackedBytes = height * (1 + width * channels);
  const packedBytes = packed.reduce((sum, { length }) => sum + length, 0);
  if (packedBytes > unpackedBytes * DEFLATE_GROWTH + DEFLATE_OVERHEAD_BYTES) return undefined;
  return { width, height, channels, packed, unpackedBytes };
}

/**
 * Whether a PNG's header limits what a decoder allocates to a square of this side, in pixels.
 * @example isPngWithin(preview, TASK_LIMIT.previewPixelsPerSide);
 */
export function isPngWithin(bytes: Uint8Array, side: number): boolean {
  const file = readPngFile(bytes);
  return file !== undefined && file.width <= side && file.height <= side;
}

/**
 * A PNG of an app without the chunks that say more than its pixels, such as colour profiles and thumbnails.
 * @returns the bytes as they are if they are not a PNG
 * @example
 * const file = readPngFile(withoutExtras(upload));
 */
export function withoutExtras(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunks = readChunks(bytes);
  if (chunks === undefined) return new Uint8Array(bytes);
  const kept = chunks.filter(({ type }) => ['IHDR', 'IDAT', 'IEND'].includes(type));
  const file = new Uint8Array(
    kept.reduce((sum, { data }) => sum + CHUNK_BYTES + data.length, PNG_SIGNATURE.length),
  );
  file.set(PNG_SIGNATURE);
  let at = PNG_SIGNATURE.length;
  for (const { data } of kept) {
    const from = data.byteOffset - bytes.byteOffset - CHUNK_HEAD_BYTES;
    file.set(bytes.subarray(from, from + CHUNK_BYTES + data.length), at);
    at += CHUNK_BYTES + data.length;
  }
  return file;
}

/** Whether a byte is a character of Latin-1 that is printed: decoders throw at a keyword of others. */
const isPrinted = (byte: number): boolean => (byte >= 0x20 && byte <= 0x7e) || byte >= 0xa1;

/** Whether there is little of it, and each keyword once, ended by a zero. */
function isPlainText(chunks: readonly Chunk[]): boolean {
  if (chunks.reduce((sum, { data }) => sum + data.length, 0) > MAX_TEXT_BYTES) return false;
  const keywords = chunks.map(({ data }) => data.subarray(0, Math.max(0, data.indexOf(0))));
  const areKeywords = keywords.every(
    (bytes) => bytes.length >= 1 && bytes.length <= MAX_KEYWORD_BYTES && bytes.every(isPrinted),
  );
  return areKeywords && new Set(keywords.map(String)).size === keywords.length;
}

/** All chunks; undefined if the file is malformed, goes on after IEND, or a checksum is wrong. */
function readChunks(bytes: Uint8Array): Chunk[] | undefined {
  if (PNG_SIGNATURE.some((byte, place) => bytes[place] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let at = PNG_SIGNATURE.length;
  while (at + CHUNK_BYTES <= bytes.length && chunks.length < MAX_CHUNKS) {
    const end = at + CHUNK_BYTES + view.getUint32(at);
    if (end > bytes.length) return undefined;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return undefined;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + CHUNK_HEAD_BYTES));
    chunks.push({ type, data: bytes.subarray(at + CHUNK_HEAD_BYTES, end - 4) });
    if (type === 'IEND') return end === bytes.length ? chunks : undefined;
    at = end;
  }
  return undefined;
}
