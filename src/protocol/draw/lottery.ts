import { type Address, bytesToBigInt, concat, type Hex, hexToBigInt, hexToBytes, keccak256 } from 'viem';
import { quickKeccak } from '#protocol/draw/quickKeccak.ts';
import { estimateLog, isClearlyApart } from '#protocol/draw/scoreEstimate.ts';

/**
 * Assignment by weighted rendezvous: candidate i of weight w scores −ln(u_i) / w_i with u_i from a hash of
 * (seed, operator); the lowest score wins. Then P(i wins) = w_i / Σw exactly, scores need no state, and
 * anybody recomputes them. Everything is integer arithmetic, bit-equal with contracts/src/Lottery.sol.
 */

/** A node that takes part in the lottery. */
export interface Candidate {
  operator: Address;
  /** Stake in wei, at the assignment's block. */
  weight: bigint;
}

const WORD_BITS = 256n;
const FRACTION_BITS = 64n;
const MANTISSA_BITS = 128n;
const MANTISSA_LIMIT = 1n << MANTISSA_BITS;

function floorLog2(x: bigint): bigint {
  return BigInt(x.toString(2).length - 1);
}

/**
 * −log2((hash + 1) / 2^256) in Q64 fixed point, by repeated squaring of a 128-bit mantissa.
 * The base of the logarithm does not matter, because scores are only compared.
 * @param hash a uint256
 * @returns 0 .. 256·2^64
 *
 * @example
 * minusLog2(2n ** 255n - 1n); // 1n << 64n
 */
export function minusLog2(hash: bigint): bigint {
  const x = hash + 1n;
  const exponent = floorLog2(x);
  if (exponent === WORD_BITS) return 0n;
  const shift = exponent - (MANTISSA_BITS - 1n);
  let mantissa = shift >= 0n ? x >> shift : x << -shift;
  let log2 = exponent << FRACTION_BITS;
  for (let bit = FRACTION_BITS - 1n; bit >= 0n; bit--) {
    mantissa = (mantissa * mantissa) >> (MANTISSA_BITS - 1n);
    if (mantissa >= MANTISSA_LIMIT) {
      mantissa >>= 1n;
      log2 |= 1n << bit;
    }
  }
  return (WORD_BITS << FRACTION_BITS) - log2;
}

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
 * The logarithm of a candidate's score in Q64 fixed point; divided by the weight it gives the score.
 *
 * @example
 * const log = lotteryLog(seed, miner.operator);
 */
export function lotteryLog(seed: Hex, operator: Address): bigint {
  return minusLog2(hexToBigInt(keccak256(concat([seed, operator]))));
}

/**
 * The candidates in the lottery's order: the winner, then the reserves. Leaves out candidates of weight 0;
 * ties go to the lower operator address.
 *
 * Candidates are compared by floats, whose error is bounded (scoreEstimate.ts); what lies within the error is
 * compared exactly, so the order is always the exact one.
 *
 * @example
 * const [winner, ...reserves] = lotteryRanking(seed, miners);
 */
export function lotteryRanking<C extends Candidate>(seed: Hex, candidates: readonly C[]): C[] {
  const hashOf = keyedHash(seed);
  return candidates
    .filter(({ weight }) => weight > 0n)
    .map((candidate) => new Ranked(candidate, hashOf(candidate.operator)))
    .sort((a, b) => (isClearlyApart(a.estimate, b.estimate) ? a.estimate - b.estimate : a.compareExactly(b)))
    .map(({ candidate }) => candidate);
}

class Ranked<C extends Candidate> {
  readonly candidate: C;
  readonly estimate: number;
  readonly #hash: Uint8Array;
  #log: bigint | undefined;

  constructor(candidate: C, hash: Uint8Array) {
    this.candidate = candidate;
    this.#hash = hash;
    this.estimate = (estimateLog(hash) ?? Number(this.#exactLog()) / 2 ** 64) / Number(candidate.weight);
  }

  compareExactly(other: Ranked<C>): number {
    // Compares log_a / w_a with log_b / w_b without the rounding of a division.
    const left = this.#exactLog() * other.candidate.weight;
    const right = other.#exactLog() * this.candidate.weight;
    if (left !== right) return left < right ? -1 : 1;
    return this.candidate.operator.toLowerCase() < other.candidate.operator.toLowerCase() ? -1 : 1;
  }

  #exactLog(): bigint {
    this.#log ??= minusLog2(bytesToBigInt(this.#hash));
    return this.#log;
  }
}

/** The hash of a seed and an operator, as bytes. */
function keyedHash(seed: Hex): (operator: Address) => Uint8Array {
  const input = new Uint8Array(52);
  input.set(hexToBytes(seed));
  return (operator) => {
    input.set(hexToBytes(operator), 32);
    return quickKeccak(input);
  };
}
