import { type Address, concat, type Hex, hexToBytes, keccak256 } from 'viem';
import { minusLog2 } from '#protocol/draw/minusLog2.ts';
import { NodeWords } from '#protocol/draw/nodeWords.ts';
import { distanceFromOne, estimateLog, isClearlyApart } from '#protocol/draw/scoreEstimate.ts';

/**
 * Assignment by weighted rendezvous: node i of weight w scores −log2(u_i) / w_i, where u_i comes from the
 * seed and the node's id; the lowest score wins. Then P(i wins) = w_i / Σw, but for the 2^-64 of a word's
 * step; scores need no state, and anybody recomputes them. The order is that of integers, which are bit-equal
 * with contracts/src/Lottery.sol.
 *
 * A node has one id whatever its operator key, so that its old keys are no further tickets.
 */

/** A node that takes part in the lottery. */
export interface Candidate {
  /** The node's number in the staking contract, below 2^35 − 8. */
  id: bigint;
  operator: Address;
  /** Stake in wei, at the assignment's block. */
  weight: bigint;
}

/** About how many candidates are compared first. Most draws need no more. */
const FIRST = 16;
/** How many more each time that those were not enough. */
const GROWTH = 4;

/**
 * The lottery's seed: keccak256(beacon, task id). Neither the coordinator nor the app alone can choose it.
 * @param beacon hash of the assignment's block
 *
 * @example
 * const ranking = lotteryRanking(lotterySeed(beacon, taskId), miners);
 */
export function lotterySeed(beacon: Hex, taskId: Hex): Hex {
  return keccak256(concat([beacon, taskId]));
}

/**
 * The logarithm of a node's score in Q64 fixed point; divided by the weight it gives the score.
 * @param word the node's random word, a uint64
 *
 * @example
 * const log = exactLog(2n ** 63n - 1n); // 1n << 64n
 */
export const exactLog = (word: bigint): bigint => minusLog2(((word + 1n) << 192n) - 1n);

const prepared = new WeakMap<readonly Candidate[], Lottery<Candidate>>();

/**
 * The candidates in the lottery's order: the winner, then the reserves. Leaves out candidates of weight 0;
 * ties go to the lower node id. Places are computed as they are asked for.
 * @param candidates must not change: what depends on them alone is prepared once
 *
 * @example
 * const [winner] = lotteryRanking(seed, roster.miners);
 */
export function lotteryRanking<C extends Candidate>(seed: Hex, candidates: readonly C[]): Generator<C, void> {
  let lottery = prepared.get(candidates) as Lottery<C> | undefined;
  if (lottery === undefined) {
    lottery = new Lottery(candidates);
    prepared.set(candidates, lottery);
  }
  return lottery.ranking(seed);
}

class Lottery<C extends Candidate> {
  readonly #candidates: C[];
  readonly #words: NodeWords;
  /** log2(e) / weight. */
  readonly #scales: Float64Array;
  readonly #firstLimit: number;

  constructor(candidates: readonly C[]) {
    this.#candidates = candidates.filter(({ weight }) => weight > 0n).sort((a, b) => (a.id < b.id ? -1 : 1));
    this.#words = new NodeWords(this.#candidates.map(({ id }) => id));
    const weights = this.#candidates.map(({ weight }) => Number(weight));
    this.#scales = Float64Array.from(weights, (weight) => Math.LOG2E / weight);
    // Scores are exponential variables: on average, at most `limit · Σw / log2(e)` of them are below a limit.
    this.#firstLimit = (FIRST * Math.LOG2E) / weights.reduce((sum, weight) => sum + weight, 0);
  }

  /**
   * −log2 u ≥ (1 − u) · log2(e), a lower bound that needs no logarithm. Whose bound is above a limit has a
   * score above it, so only the few others are compared.
   */
  *ranking(seed: Hex): Generator<C, void> {
    const key = hexToBytes(seed);
    let given = 0;
    for (let limit = this.#firstLimit; given < this.#candidates.length; limit *= GROWTH) {
      const ranked = this.#below(limit, key);
      const isComplete = ranked.length === this.#candidates.length;
      for (; given < ranked.length; given++) {
        const { candidate, estimate } = ranked[given]!;
        // The others' scores are above the limit but for an error of some 2^-53.
        if (!isComplete && !(estimate < limit && isClearlyApart(estimate, limit))) break;
        yield candidate;
      }
    }
  }

  /** The candidates whose lower bounds are within the limit, in order. */
  #below(limit: number, seed: Uint8Array): Ranked<C>[] {
    const ranked: Ranked<C>[] = [];
    const { pieces, places } = this.#words;
    const scales = this.#scales;
    for (const piece of pieces) {
      const words = this.#words.under(seed, piece);
      for (let i = piece.first; i < piece.end; i++) {
        const place = places[i]!;
        const high = words[place + 1]!;
        const low = words[place]!;
        if (distanceFromOne(high, low) * scales[i]! > limit) continue;
        ranked.push(new Ranked(this.#candidates[i]!, high, low));
      }
    }
    return ranked.sort((a, b) => a.compare(b));
  }
}

class Ranked<C extends Candidate> {
  readonly candidate: C;
  readonly estimate: number;
  readonly #word: readonly [high: number, low: number];
  #log: bigint | undefined;

  constructor(candidate: C, high: number, low: number) {
    this.candidate = candidate;
    this.#word = [high, low];
    this.estimate = (estimateLog(high, low) ?? Number(this.#exactLog()) / 2 ** 64) / Number(candidate.weight);
  }

  compare(other: Ranked<C>): number {
    if (isClearlyApart(this.estimate, other.estimate)) return this.estimate - other.estimate;
    // Compares log_a / w_a with log_b / w_b without the rounding of a division.
    const left = this.#exactLog() * other.candidate.weight;
    const right = other.#exactLog() * this.candidate.weight;
    if (left !== right) return left < right ? -1 : 1;
    return this.candidate.id < other.candidate.id ? -1 : 1;
  }

  #exactLog(): bigint {
    const [high, low] = this.#word;
    this.#log ??= exactLog((BigInt(high) << 32n) | BigInt(low));
    return this.#log;
  }
}
