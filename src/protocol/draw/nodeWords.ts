import { chacha20 } from '@noble/ciphers/chacha.js';
import { type Hex, hexToBytes } from 'viem';

const NONCE = new Uint8Array(12);
const BLOCK_BYTES = 64;
/** A block of ChaCha20 has eight words of 64 bits, and serves the nodes 8k .. 8k + 7. */
const BLOCK_NODES = 8n;
/** A call of the cipher costs as much as this many blocks, so smaller gaps between nodes are computed too. */
const CALL_BLOCKS = 6;

/** Blocks that one call of the cipher computes, and where their bytes go. */
interface Run {
  counter: number;
  blocks: number;
  at: number;
}

/**
 * The random 64-bit words of a roster's nodes: from ChaCha20 (RFC 8439) with the seed as its key, the counter
 * id >> 3 and a nonce of zero. Which blocks are needed depends on the roster alone.
 *
 * @example
 * const words = new NodeWords([1n, 2n, 40n]);
 * const lowerHalf = words.under(seed)[words.places[0]];
 */
export class NodeWords {
  /** Where the lower half of each node's word is among the words of `under`; the upper half follows it. */
  readonly places: Uint32Array;
  readonly #runs: Run[] = [];
  #blocks = 0;

  /** @param ids in rising order, below 2^35 − 8: the counter has 32 bits */
  constructor(ids: readonly bigint[]) {
    this.places = Uint32Array.from(ids, (id) => {
      const block = this.#blockAt(Number(id / BLOCK_NODES));
      return (block * BLOCK_BYTES) / 4 + 2 * Number(id % BLOCK_NODES);
    });
  }

  /** The blocks' 32-bit words under this seed. */
  under(seed: Hex): Uint32Array {
    const key = hexToBytes(seed);
    const bytes = new Uint8Array(this.#blocks * BLOCK_BYTES);
    for (const { counter, blocks, at } of this.#runs) {
      const part = bytes.subarray(at * BLOCK_BYTES, (at + blocks) * BLOCK_BYTES);
      chacha20(key, NONCE, part, part, counter);
    }
    // WebAssembly and with it every browser is little-endian, as ChaCha20 is.
    return new Uint32Array(bytes.buffer);
  }

  /** @returns the block's place in the output */
  #blockAt(counter: number): number {
    const last = this.#runs.at(-1);
    const gap = last === undefined ? Infinity : counter - (last.counter + last.blocks);
    if (last === undefined || gap > CALL_BLOCKS) {
      this.#runs.push({ counter, blocks: 1, at: this.#blocks });
      this.#blocks++;
    } else {
      last.blocks += gap + 1;
      this.#blocks += gap + 1;
    }
    return this.#blocks - 1;
  }
}
