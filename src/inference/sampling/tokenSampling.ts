import { gumbel } from '#protocol/draw/counterRandom.ts';

export interface SamplingSettings {
  /** 0 takes the likeliest token. */
  readonly temperature: number;
  /** Samples from the nucleus: the likeliest tokens whose probabilities add up to this. */
  readonly topP: number;
  readonly seed: number;
}

/** Everything that decides which token is drawn from logits. */
export interface TokenDraw extends SamplingSettings {
  /** The token's place in the answer, from 0. */
  readonly position: number;
}

/** −ln(−ln u) at the largest u of the counter generator, 1 − 2^-33: no noise is above it. */
export const GUMBEL_CEILING = -Math.log(-Math.log(1 - 2 ** -33));

/** Tokens below e^-16 of the likeliest one's probability are sorted only if the nucleus reaches that far. */
const LIKELY_RANGE = 16;

/**
 * The next token: argmax of logits [vocabulary], or of logits / T + Gumbel noise over the nucleus, which
 * samples from softmax. Ties go to the lower id. The same logits, settings and position give the same token
 * anywhere.
 * @param position the token's place in the answer, from 0
 * @example
 * sampleToken(logits, { temperature: 0.8, topP: 0.9, seed: 7 }, 0);
 */
export function sampleToken(logits: Float32Array, settings: SamplingSettings, position: number): number {
  const { temperature, topP, seed } = settings;
  let best = argmax(logits);
  if (temperature === 0) return best;
  const scaled = new Float64Array(logits.length);
  for (let id = 0; id < logits.length; id++) scaled[id] = logits[id]! / temperature;
  const floor = topP < 1 ? nucleusFloor(scaled, scaled[best]!, topP) : -Infinity;
  let bestScore = scaled[best]! + gumbel(seed, position, best);
  for (let id = 0; id < scaled.length; id++) {
    const value = scaled[id]!;
    // Most tokens cannot win even with the highest noise; their noise is not drawn.
    if (value < floor || value + GUMBEL_CEILING < bestScore) continue;
    const score = value + gumbel(seed, position, id);
    if (score > bestScore || (score === bestScore && id < best)) {
      best = id;
      bestScore = score;
    }
  }
  return best;
}

/**
 * Index of the highest value, ties to the lower index.
 * @example
 * argmax(Float32Array.of(1, 3, 3)); // 1
 */
export function argmax(logits: Float32Array | Float64Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

/** The smallest scaled logit of the nucleus, which always holds the likeliest token. */
function nucleusFloor(scaled: Float64Array, highest: number, topP: number): number {
  let total = 0;
  for (const value of scaled) total += Math.exp(value - highest);
  const floorWithin = (candidates: Float64Array): number | undefined => {
    candidates.sort();
    let cumulated = 0;
    for (let i = candidates.length - 1; i >= 0; i--) {
      cumulated += Math.exp(candidates[i]! - highest);
      if (cumulated >= topP * total) return candidates[i]!;
    }
    return undefined;
  };
  // Sorting the likely tokens gives the same sums as sorting all, as long as the nucleus ends among them.
  const likely = scaled.filter((value) => value >= highest - LIKELY_RANGE);
  return floorWithin(likely) ?? floorWithin(scaled.slice()) ?? -Infinity;
}
