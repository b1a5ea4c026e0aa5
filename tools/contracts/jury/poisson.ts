/** What is less likely than the mode by this is left out: less than 10^-15 together. */
const SMALLEST = 1e-18;

/** A distribution of 0, 1, 2, … with its running sums. */
export class Distribution {
  readonly chances: readonly number[];
  readonly #sums: number[];

  constructor(chances: readonly number[]) {
    this.chances = chances;
    let sum = 0;
    this.#sums = chances.map((chance) => {
      sum += chance;
      return sum;
    });
  }

  /** The probability of at most `most`; 0 for a negative one. */
  atMost(most: number): number {
    if (most < 0) return 0;
    return this.#sums[Math.min(Math.floor(most), this.#sums.length - 1)]!;
  }

  /** The probability of `least` .. `most`. */
  within(least: number, most: number): number {
    return Math.max(0, this.atMost(most) - this.atMost(least - 1));
  }
}

/**
 * The distribution whose chances of `count + 1` and `count` are as `ratio(count)`: from its mode outwards,
 * and then scaled to 1, so that the first chances cannot underflow.
 */
function fromMode(mode: number, ratio: (count: number) => number): Distribution {
  const chances = new Array<number>(mode).fill(0);
  for (let [count, chance] = [mode, 1]; chance > SMALLEST && count >= 0; count--) {
    chances[count] = chance;
    chance /= ratio(count - 1);
  }
  for (let [count, chance] = [mode, 1]; chance > SMALLEST; count++) {
    chances[count] = chance;
    chance *= ratio(count);
  }
  const sum = chances.reduce((total, chance) => total + chance);
  return new Distribution(chances.map((chance) => chance / sum));
}

export const poisson = (mean: number): Distribution =>
  fromMode(Math.floor(mean), (count) => mean / (count + 1));

/** The number of `trials` that succeed, each with the same chance below 1. */
export const binomial = (trials: number, chance: number): Distribution =>
  fromMode(
    Math.floor(trials * chance),
    (count) => ((trials - count) / (count + 1)) * (chance / (1 - chance)),
  );
