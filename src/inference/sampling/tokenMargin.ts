import {
  distanceInto,
  distanceOutOf,
  nucleusFloorOf,
  type RankedTokens,
  rankTokens,
} from '#inference/sampling/nucleusDistance.ts';
import {
  argmax,
  GUMBEL_CEILING,
  type SamplingSettings,
  sampleToken,
} from '#inference/sampling/tokenSampling.ts';
import { gumbel } from '#protocol/draw/counterRandom.ts';

/** A token that would have been drawn before the claimed one. */
interface Rival {
  readonly value: number;
  readonly score: number;
}

/** Of more rivals only the best few are looked at: each next one is less far ahead. */
const MOST_RIVALS = 8;

/**
 * By how much the logits [vocabulary] must be wrong for a token to be the one that `sampleToken` draws, with
 * the task's own noise; 0 if it is the one. In logits, whatever the temperature.
 * @param position the token's place in the answer, from 0
 * @returns Infinity for a token beyond the vocabulary
 * @example tokenMargin(logits, claimed, request, 0) < 0.01;
 */
export function tokenMargin(
  logits: Float32Array,
  token: number,
  settings: SamplingSettings,
  position: number,
): number {
  const logit = logits[token];
  if (logit === undefined) return Infinity;
  if (sampleToken(logits, settings, position) === token) return 0;
  const { temperature, topP, seed } = settings;
  if (temperature === 0) return logits[argmax(logits)]! - logit;
  const scaled = Float64Array.from(logits, (value) => value / temperature);
  const ranked = rankTokens(scaled);
  const value = scaled[token]!;
  const score = value + gumbel(seed, position, token);
  let margin = distanceInto(ranked, value, topP);
  for (const rival of rivalsOf(scaled, ranked, settings, position)) {
    const ahead = rival.score - score;
    if (ahead <= margin) break;
    margin = Math.max(margin, Math.min(ahead, distanceOutOf(ranked, rival.value, topP)));
  }
  return margin * temperature;
}

/** The tokens of the nucleus with the highest scores, highest first. */
function rivalsOf(
  scaled: Float64Array,
  ranked: RankedTokens,
  { topP, seed }: SamplingSettings,
  position: number,
): Rival[] {
  const floor = nucleusFloorOf(ranked, topP);
  const rivals: Rival[] = [];
  for (let id = 0; id < scaled.length; id++) {
    const value = scaled[id]!;
    const least = rivals.length === MOST_RIVALS ? rivals.at(-1)!.score : -Infinity;
    if (value < floor || value + GUMBEL_CEILING < least) continue;
    const score = value + gumbel(seed, position, id);
    if (score <= least) continue;
    const place = rivals.findIndex((other) => other.score < score);
    rivals.splice(place < 0 ? rivals.length : place, 0, { value, score });
    if (rivals.length > MOST_RIVALS) rivals.pop();
  }
  return rivals;
}
