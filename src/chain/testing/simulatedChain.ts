import { type Hex, keccak256, toHex, zeroHash } from 'viem';

/** What the staking contract holds: each miner's operator, by its number, and its weight. */
export type Stakes = Readonly<Record<number, bigint>>;

export interface SimulatedBlock {
  readonly number: number;
  readonly hash: Hex;
  readonly parent: Hex;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly stakes: Stakes;
}

/** A chain that a test grows, forks and rolls back. Blocks that left it stay known by their hash. */
export class SimulatedChain {
  readonly #blocks = new Map<Hex, SimulatedBlock>();
  #canonical: SimulatedBlock[] = [];
  readonly #nowSeconds: () => number;
  readonly #name: string;
  #made = 0;

  /** @param name another one gives other hashes */
  constructor(nowSeconds: () => number, name = 'chain') {
    this.#nowSeconds = nowSeconds;
    this.#name = name;
    this.mine(1, { 1: 5n });
  }

  get head(): SimulatedBlock {
    return this.#canonical.at(-1)!;
  }

  /** The block of this number on the chain as it is now. */
  at(number: number): SimulatedBlock | undefined {
    return this.#canonical[number];
  }

  /** A block of any fork. */
  find(hash: Hex): SimulatedBlock | undefined {
    return this.#blocks.get(hash);
  }

  /** @param stakes what the last of the blocks changes them to */
  mine(blocks = 1, stakes?: Stakes): void {
    for (let left = blocks; left > 0; left--) {
      const parent = this.#canonical.at(-1);
      const hash = keccak256(toHex(`${this.#name} ${this.#made++}`));
      const block = {
        number: this.#canonical.length,
        hash,
        parent: parent?.hash ?? zeroHash,
        timestamp: this.#nowSeconds(),
        stakes: (left === 1 ? stakes : undefined) ?? parent?.stakes ?? {},
      };
      this.#blocks.set(hash, block);
      this.#canonical.push(block);
    }
  }

  /** Takes the newest blocks off, all but the first at most. */
  rollBack(blocks: number): void {
    this.#canonical = this.#canonical.slice(0, Math.max(1, this.#canonical.length - blocks));
  }

  /** Replaces the newest blocks with as many and one more. */
  reorganise(depth: number, stakes?: Stakes): void {
    const before = this.head.number;
    this.rollBack(depth);
    this.mine(before - this.head.number + 1, stakes);
  }
}
