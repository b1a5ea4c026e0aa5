/**
 * Counter-based randomness: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
 * 2011).
 *
 * Every draw is a pure function of (seed, stream, index), so two GPUs, a page and an auditor that are given
 * one task see the same noise without sharing any state.
 */

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
/** Weyl increments: the golden ratio and sqrt(3) - 1 in 32-bit fixed point. */
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

const HALF_ULP = 2 ** -33;
const ULP = 2 ** -32;

/** High 32 bits of the 64-bit product of two uint32. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const middle1 = aHigh * bLow + (low >>> 16);
  const middle2 = aLow * bHigh + (middle1 & 0xffff);
  return (aHigh * bHigh + Math.floor(middle1 / 65536) + Math.floor(middle2 / 65536)) >>> 0;
}

/**
 * One block of Philox4x32-10.
 * @param counter 128 bits as four uint32
 * @param key 64 bits as two uint32
 * @returns four uint32
 *
 * @example
 * philox4x32([0, 0, 0, 0], [0, 0]); // [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]
 */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** The random sequences of a task. A new use gets a new number, so that no two overlap. */
export const STREAM = { initialNoise: 0, tokenSampling: 1, stepNoise: 2 } as const;
/** One of the numbers in `STREAM`. */
export type Stream = (typeof STREAM)[keyof typeof STREAM];

function block(seed: number, stream: Stream, position: number, index: number) {
  const key = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0] as const;
  return philox4x32([index >>> 0, position >>> 0, stream, 0], key);
}

/** Maps a uint32 to a number strictly between 0 and 1, so that its logarithm is finite. */
function toUnit(word: number): number {
  return word * ULP + HALF_ULP;
}

/**
 * Independent standard normal numbers, by Box–Muller over Philox blocks.
 * @param seed the task's seed, an integer in 0..2^53-1
 * @param position 0 for the initial noise, the step number for step noise
 * @returns `length` float32 numbers; a shorter array is a prefix of a longer one
 *
 * @example
 * const noise = normals(task.seed, STREAM.initialNoise, 0, 4 * 64 * 64);
 */
export function normals(
  seed: number,
  stream: Stream,
  position: number,
  length: number,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(length);
  for (let i = 0; i < length; i += 4) {
    const words = block(seed, stream, position, i / 4);
    for (let pair = 0; pair < 4; pair += 2) {
      const radius = Math.sqrt(-2 * Math.log(toUnit(words[pair]!)));
      const angle = 2 * Math.PI * toUnit(words[pair + 1]!);
      if (i + pair < length) out[i + pair] = radius * Math.cos(angle);
      if (i + pair + 1 < length) out[i + pair + 1] = radius * Math.sin(angle);
    }
  }
  return out;
}

/**
 * One standard Gumbel number, −ln(−ln u): `argmax(logits / T + gumbel)` samples from softmax(logits / T).
 * @param seed the task's seed, an integer in 0..2^53-1
 * @param position the token's index in the answer
 * @param index the candidate's token id
 *
 * @example
 * const noisy = logits.map((logit, id) => logit / temperature + gumbel(seed, position, id));
 */
export function gumbel(seed: number, position: number, index: number): number {
  const words = block(seed, STREAM.tokenSampling, position, index >>> 2);
  return -Math.log(-Math.log(toUnit(words[index & 3]!)));
}
