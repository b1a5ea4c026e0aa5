import { philox4x32 } from '#protocol/draw/counterRandom.ts';

/** Uniform numbers in 0..1 from a seed: the same on every machine. */
export class SeededRandom {
  readonly #key: readonly [number, number];
  #index = 0;
  #words: readonly number[] = [];

  constructor(seed: number) {
    this.#key = [seed, 0x7275];
  }

  next(): number {
    const place = this.#index & 3;
    if (place === 0) this.#words = philox4x32([this.#index >>> 2, 0, 0, 0], this.#key);
    this.#index++;
    return this.#words[place]! / 2 ** 32;
  }

  /** True with this chance. */
  hits(chance: number): boolean {
    return this.next() < chance;
  }
}
