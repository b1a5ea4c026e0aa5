/**
 * Walker's alias method in Vose's form: a draw in constant time. A change of one weight makes a new table,
 * which gives everybody's draws anew, and there is no order of reserves.
 */
export class AliasTable {
  readonly #chance: Float64Array;
  readonly #alias: Uint32Array;

  constructor(weights: readonly number[]) {
    const count = weights.length;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const parts = Float64Array.from(weights, (weight) => (weight * count) / total);
    this.#chance = new Float64Array(count).fill(1);
    this.#alias = Uint32Array.from(weights, (_, i) => i);
    const small: number[] = [];
    const large: number[] = [];
    for (const [i, part] of parts.entries()) (part < 1 ? small : large).push(i);
    while (small.length > 0 && large.length > 0) {
      const [less, more] = [small.pop()!, large.pop()!];
      this.#chance[less] = parts[less]!;
      this.#alias[less] = more;
      parts[more]! += parts[less]! - 1;
      (parts[more]! < 1 ? small : large).push(more);
    }
  }

  /** @param column, coin uint32s of the task's hash */
  draw(column: number, coin: number): number {
    const i = column % this.#chance.length;
    return coin * 2 ** -32 < this.#chance[i]! ? i : this.#alias[i]!;
  }
}
