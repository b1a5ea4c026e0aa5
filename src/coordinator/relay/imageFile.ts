import { promisify } from 'node:util';
import { crc32, inflate } from 'node:zlib';
import { PNG_SIGNATURE } from '#protocol/task/pngHeader.ts';

const inflateAsync = promisify(inflate);

const SIGNATURE = Buffer.from(PNG_SIGNATURE);
/** Samples a pixel by colour type. */
type Channels = Readonly<Record<number, number>>;
/** What a miner writes: RGB and RGBA. */
const WRITTEN_CHANNELS: Channels = { 2: 3, 6: 4 };
/** What it reads as well: grey, without and with transparency. */
export const READ_CHANNELS: Channels = { ...WRITTEN_CHANNELS, 0: 1, 4: 2 };
const LAST_FILTER = 4;
const CHUNK_OVERHEAD = 12;

/**
 * Whether bytes are a whole PNG of this size in 8 bits a sample, RGB or RGBA unless told otherwise. A decoder
 * would first allocate what the header declares; here the pixels unpack into a buffer bounded by the
 * requested size, off the main thread.
 */
export async function isPngOfSize(
  bytes: Uint8Array,
  width: number,
  height: number,
  allowed: Channels = WRITTEN_CHANNELS,
): Promise<boolean> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = readChunks(file);
  const header = chunks?.[0];
  if (chunks === undefined || header?.type !== 'IHDR' || header.data.length !== 13) return false;
  const channels = allowed[header.data[9]!];
  const [depth, compression, filter, interlace] = [8, 10, 11, 12].map((place) => header.data[place]);
  if (header.data.readUInt32BE(0) !== width || header.data.readUInt32BE(4) !== height) return false;
  if (channels === undefined || depth !== 8 || compression !== 0 || filter !== 0 || interlace !== 0)
    return false;

  const rowBytes = 1 + width * channels;
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  try {
    const rows = await inflateAsync(packed, { maxOutputLength: rowBytes * height });
    if (rows.length !== rowBytes * height) return false;
    for (let at = 0; at < rows.length; at += rowBytes) if (rows[at]! > LAST_FILTER) return false;
    return true;
  } catch {
    // zlib throws for broken data and for data over the bound: neither is such an image.
    return false;
  }
}

/** The chunks up to IEND; undefined if the file is malformed or a checksum is wrong. */
function readChunks(file: Buffer): { type: string; data: Buffer }[] | undefined {
  if (!file.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
  const chunks: { type: string; data: Buffer }[] = [];
  let at = SIGNATURE.length;
  while (at + CHUNK_OVERHEAD <= file.length) {
    const end = at + CHUNK_OVERHEAD + file.readUInt32BE(at);
    if (end > file.length) return undefined;
    if (crc32(file.subarray(at + 4, end - 4)) !== file.readUInt32BE(end - 4)) return undefined;
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') return end === file.length ? chunks : undefined;
    chunks.push({ type, data: file.subarray(at + 8, end - 4) });
    at = end;
  }
  return undefined;
}
