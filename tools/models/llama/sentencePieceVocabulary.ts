/** One entry of llama2.c's tokenizer.bin. */
export interface Piece {
  readonly text: string;
  readonly score: number;
}

/**
 * Reads tokenizer.bin: an int32 (longest piece), then for each piece a float32 score, an int32 length and its
 * bytes.
 * @throws RangeError when the file ends within a piece
 */
export function readSentencePieces(bytes: Uint8Array, count: number): Piece[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let offset = 4;
  return Array.from({ length: count }, () => {
    const score = view.getFloat32(offset, true);
    const length = view.getInt32(offset + 4, true);
    offset += 8 + length;
    return { score, text: utf8.decode(bytes.subarray(offset - length, offset)) };
  });
}
