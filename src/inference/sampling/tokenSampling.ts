import { gumbel } from '#protocol/draw/counterRandom.ts';

export interface SamplingSettings {
  /** 0 is greedy. */
  readonly temperature: number;
  /** Keeps the likeliest words that together reach this probability. */
  readonly topP: number;
  readonly seed: number;
}

/** All that says which token comes of logits. */
export interface TokenDraw extends SamplingSettings {
  /** The token's place in the answer, from 0. */
  readonly position: number;
}

/** −ln(−ln u) at the largest u the counter generator gives, 1 − 2^-33: no draw is above it. */
const GUMBEL_CEILING = -Math.log(-Math.log(1 - 2 ** -33));

/** e^-16 of the likeliest word's probability: what is below is looked at only if the nucleus reaches so far. */
const LIKELY_RANGE = 16;

/**
 * The next token: argmax of logits, or of logits / T + Gumbel noise over the nucleus, which samples from
 * softmax. Ties go to the lower id. The same logits, settings and position give the same token anywhere.
 * @param position the token's place in the answer, from 0
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
    // Most words cannot win even with the highest noise; their noise is not drawn.
    if (value < floor || value + GUMBEL_CEILING < bestScore) continue;
    const score = value + gumbel(seed, position, id);
    if (score > bestScore || (score === bestScore && id < best)) {
      best = id;
      bestScore = score;
    }
  }
  return best;
}

export function argmax(logits: Float32Array | Float64Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

/** The smallest scaled logit of the nucleus; at least the likeliest word is in it. */
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
  // Sorting the likely words gives the same sums as sorting all, as long as the nucleus ends among them.
  const likely = scaled.filter((value) => value >= highest - LIKELY_RANGE);
  return floorWithin(likely) ?? floorWithin(scaled.slice()) ?? -Infinity;
}
