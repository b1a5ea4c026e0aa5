import { type Address, hexToBigInt, keccak256 } from 'viem';

/** Places of the list a miner: more would cost memory, fewer would round small stakes up further. */
const PLACES_A_MINER = 4;

/**
 * The slice rule: each wallet's hash says where its slice of a circular list begins, and its share of the
 * stake, rounded up, how long it is. A task is offered to all whose slice covers its place. Slices overlap
 * and leave gaps, so that some tasks are offered to several miners and some to none.
 */
export class SliceRule {
  readonly #offers: number[][];

  constructor(wallets: readonly Address[], weights: readonly number[]) {
    const length = PLACES_A_MINER * wallets.length;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#offers = Array.from({ length }, () => []);
    for (const [miner, wallet] of wallets.entries()) {
      const start = Number(hexToBigInt(keccak256(wallet)) % BigInt(length));
      const size = Math.ceil((weights[miner]! / total) * length);
      for (let i = 0; i < size; i++) this.#offers[(start + i) % length]!.push(miner);
    }
  }

  /** @param random a uint32 of the task's hash */
  draw(random: number): readonly number[] {
    return this.#offers[random % this.#offers.length]!;
  }
}
