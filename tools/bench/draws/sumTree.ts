/**
 * A binary tree of sums: a draw descends from the root in logarithmic time, and so does a change of a weight.
 * Whoever joins or leaves shifts the others' ranges, and there is no order of reserves.
 */
export class SumTree {
  readonly #leaves: number;
  readonly #sums: Float64Array;

  constructor(weights: readonly number[]) {
    this.#leaves = 2 ** Math.ceil(Math.log2(weights.length));
    this.#sums = new Float64Array(2 * this.#leaves);
    this.#sums.set(weights, this.#leaves);
    for (let i = this.#leaves - 1; i > 0; i--) this.#sums[i] = this.#sums[2 * i]! + this.#sums[2 * i + 1]!;
  }

  /** @param random a uint32 of the task's hash */
  draw(random: number): number {
    let left = random * 2 ** -32 * this.#sums[1]!;
    let i = 1;
    while (i < this.#leaves) {
      i *= 2;
      if (left < this.#sums[i]!) continue;
      left -= this.#sums[i]!;
      i++;
    }
    return i - this.#leaves;
  }
}
