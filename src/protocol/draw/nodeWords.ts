import { chacha20 } from '@noble/ciphers/chacha.js';

const NONCE = new Uint8Array(12);
const BLOCK_BYTES = 64;
/** A block of ChaCha20 has eight words of 64 bits, and serves the nodes 8k .. 8k + 7. */
const BLOCK_NODES = 8n;
/** A call of the cipher costs as much as this many blocks, so smaller gaps between nodes are computed too. */
const CALL_BLOCKS = 6;

/**
 * Blocks that are computed at once, at most: their words, 32 KB, and what is done with them stay in a core's
 * fast memory. A whole roster's of 100,000 do not.
 */
const PIECE_BLOCKS = 512;

/** Blocks that one call of the cipher computes, and the nodes that they serve. */
export interface Piece {
  counter: number;
  blocks: number;
  /** The first of its nodes, and the one after its last. */
  first: number;
  end: number;
}

/**
 * The random 64-bit words of a roster's nodes: from ChaCha20 (RFC 8439) with the seed as its key, the counter
 * id >> 3 and a nonce of zero. Which blocks are needed depends on the roster alone.
 *
 * @example
 * const words = new NodeWords([1n, 2n, 40n]);
 * const [piece] = words.pieces;
 * const lowerHalf = words.under(hexToBytes(seed), piece)[words.places[piece.first]];
 */
export class NodeWords {
  readonly pieces: Piece[] = [];
  /** Where the lower half of each node's word is among the words of its piece; the upper half follows it. */
  readonly places: Uint32Array;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #words: Uint32Array;

  /** @param ids in rising order, below 2^35 − 8: the counter has 32 bits */
  constructor(ids: readonly bigint[]) {
    this.places = Uint32Array.from(ids, (id, node) => {
      const block = this.#blockAt(Number(id / BLOCK_NODES), node);
      return (block * BLOCK_BYTES) / 4 + 2 * Number(id % BLOCK_NODES);
    });
    const blocks = this.pieces.reduce((most, piece) => Math.max(most, piece.blocks), 0);
    this.#bytes = new Uint8Array(blocks * BLOCK_BYTES);
    // WebAssembly and with it every browser is little-endian, as ChaCha20 is.
    this.#words = new Uint32Array(this.#bytes.buffer);
  }

  /**
   * A piece's 32-bit words under this seed. The next call overwrites them.
   * @param seed 32 bytes
   */
  under(seed: Uint8Array, { counter, blocks }: Piece): Uint32Array {
    const bytes = this.#bytes.subarray(0, blocks * BLOCK_BYTES);
    // The cipher adds its stream to what is there.
    bytes.fill(0);
    chacha20(seed, NONCE, bytes, bytes, counter);
    return this.#words;
  }

  /** Takes one more node up. @returns its block's place in its piece */
  #blockAt(counter: number, node: number): number {
    const last = this.pieces.at(-1);
    const blocks = last === undefined ? Infinity : counter - last.counter + 1;
    if (last === undefined || blocks > last.blocks + 1 + CALL_BLOCKS || blocks > PIECE_BLOCKS) {
      this.pieces.push({ counter, blocks: 1, first: node, end: node + 1 });
      return 0;
    }
    [last.blocks, last.end] = [blocks, node + 1];
    return blocks - 1;
  }
}
