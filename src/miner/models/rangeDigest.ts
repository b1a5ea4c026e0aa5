import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * Ranges up to this length are hashed by the browser's own SHA-256, which is fast and wants all bytes at
 * once. Longer ones, files without parts, go through a streaming one piece by piece.
 */
const AT_ONCE_BYTES = 2 ** 26;
const PIECE_BYTES = 2 ** 22;

/** A file that can be read at a place: a sync access handle. */
export interface Readable {
  read(target: Uint8Array<ArrayBuffer>, options: { at: number }): number;
}

/** SHA-256 of ranges of files on disk. Keeps one buffer, so that a long check leaves no garbage behind. */
export class RangeDigest {
  #scratch = new Uint8Array(0);

  /** @returns lower-case hex, or undefined when the file ends before `end` */
  async of(file: Readable, start: number, end: number): Promise<string | undefined> {
    const length = end - start;
    if (length <= AT_ONCE_BYTES) {
      const bytes = this.#room(length);
      if (file.read(bytes, { at: start }) !== length) return undefined;
      return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
    }
    const hash = sha256.create();
    for (let at = start; at < end; at += PIECE_BYTES) {
      const piece = this.#room(Math.min(PIECE_BYTES, end - at));
      if (file.read(piece, { at }) !== piece.length) return undefined;
      hash.update(piece);
    }
    return bytesToHex(hash.digest());
  }

  #room(length: number): Uint8Array<ArrayBuffer> {
    if (this.#scratch.length < length) this.#scratch = new Uint8Array(length);
    return this.#scratch.subarray(0, length);
  }
}
