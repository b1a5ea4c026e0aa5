/** What a PNG begins with: ISO/IEC 15948, 5.2. */
export const PNG_SIGNATURE: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** And the length and name of the first chunk, IHDR. */
const BEGINNING = [...PNG_SIGNATURE, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
/** With width, height, and the five bytes on depth, colour and coding. */
const HEADER_BYTES = BEGINNING.length + 13;

/**
 * Width and height from a PNG's header, in pixels; undefined for anything else. The rest of the file is not
 * read.
 * @example pngSize(png); // { width: 128, height: 128 }
 */
export function pngSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes.length < HEADER_BYTES || BEGINNING.some((byte, place) => bytes[place] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + BEGINNING.length, 8);
  return { width: view.getUint32(0), height: view.getUint32(4) };
}
