import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Hex, hexToBytes } from 'viem';
import { MOST_TARGETS } from '#tools/contracts/jury/seatsOf.ts';

const WORD_BYTES = 32;
/** Where the low four bytes of the preimage's second and third word are: the node's id and k. */
const ID_AT = 2 * WORD_BYTES - 4;
const K_AT = 3 * WORD_BYTES - 4;

/** −ln of the leading 64 bits of a hash, as a number in (0, 1]. */
function gapOf(hash: Uint8Array): number {
  const view = new DataView(hash.buffer, hash.byteOffset);
  return -Math.log((view.getUint32(0) * 2 ** 32 + view.getUint32(4) + 1) / 2 ** 64);
}

/** The twin of `seatsOf` in floating point, which is quicker, for simulations. Draws under one seed. */
export class SeatDraw {
  readonly #preimage = new Uint8Array(3 * WORD_BYTES);
  readonly #view = new DataView(this.#preimage.buffer);

  constructor(seed: Hex) {
    this.#preimage.set(hexToBytes(seed));
  }

  /**
   * @param nodeId below 2^32
   * @param share of the weight, 0 .. 1
   * @param target seats of the whole jury on average
   */
  seats(nodeId: number, share: number, target: number): number {
    this.#view.setUint32(ID_AT, nodeId);
    const most = MOST_TARGETS * target;
    let sum = 0;
    for (let seats = 0; seats < most; seats++) {
      this.#view.setUint32(K_AT, seats);
      sum += gapOf(keccak_256(this.#preimage));
      if (sum > target * share) return seats;
    }
    return most;
  }
}
