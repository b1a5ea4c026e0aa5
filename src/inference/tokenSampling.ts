import { gumbel } from '#protocol/counterRandom.ts';

export interface SamplingSettings {
  /** 0 is greedy. */
  readonly temperature: number;
  /** Keeps the likeliest words that together reach this probability. */
  readonly topP: number;
  readonly seed: number;
}

/** −ln(−ln u) at the largest u the counter generator gives, 1 − 2^-33: no draw is above it. */
const GUMBEL_CEILING = -Math.log(-Math.log(1 - 2 ** -33));

/**
 * The next token: argmax of logits, or of logits / T + Gumbel noise over the nucleus, which samples from
 * softmax. Ties go to the lower id. The same logits, settings and position give the same token anywhere.
 * @param position the token's place in the answer, from 0
 */
export function sampleToken(logits: Float32Array, settings: SamplingSettings, position: number): number {
  if (settings.temperature === 0) return argmax(logits);
  const scaled = Float64Array.from(logits, (logit) => logit / settings.temperature);
  const floor = settings.topP < 1 ? nucleusFloor(scaled, settings.topP) : -Infinity;
  let best = argmax(logits);
  let bestScore = scaled[best]! + gumbel(settings.seed, position, best);
  scaled.forEach((value, id) => {
    // Most words cannot win even with the highest noise; their noise is not drawn.
    if (value < floor || value + GUMBEL_CEILING < bestScore) return;
    const score = value + gumbel(settings.seed, position, id);
    if (score > bestScore || (score === bestScore && id < best)) {
      best = id;
      bestScore = score;
    }
  });
  return best;
}

export function argmax(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

/** The smallest scaled logit of the nucleus; at least the likeliest word is in it. */
function nucleusFloor(scaled: Float64Array, topP: number): number {
  const highest = scaled.reduce((max, value) => Math.max(max, value), -Infinity);
  const weight = (value: number) => Math.exp(value - highest);
  const total = scaled.reduce((sum, value) => sum + weight(value), 0);
  const descending = scaled.slice().sort().reverse();
  let cumulated = 0;
  for (const value of descending) {
    cumulated += weight(value);
    if (cumulated >= topP * total) return value;
  }
  return -Infinity;
}
