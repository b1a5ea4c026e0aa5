/** The likeliest tokens of a position with their probabilities, likeliest first. */
export interface RankedTokens {
  /** Logits divided by the temperature, falling. */
  readonly scaled: Float64Array;
  /** `before[i]` is the probability of all tokens that rank before the i-th, 0..1. */
  readonly before: Float64Array;
}

/** Less likely tokens than e^-24 of the likeliest one's probability are left out. */
const RANKED_RANGE = 24;
/** Keeps log odds finite. */
const ALMOST_ONE = 1 - 1e-12;

/**
 * Ranks the tokens that a nucleus may hold.
 * @param scaled logits [vocabulary] divided by the temperature
 * @example const ranked = rankTokens(scaled);
 */
export function rankTokens(scaled: Float64Array): RankedTokens {
  let highest = -Infinity;
  for (const value of scaled) highest = Math.max(highest, value);
  let total = 0;
  for (const value of scaled) total += Math.exp(value - highest);
  const ranked = scaled
    .filter((value) => value >= highest - RANKED_RANGE)
    .sort()
    .reverse();
  const before = new Float64Array(ranked.length);
  let sum = 0;
  for (const [at, value] of ranked.entries()) {
    before[at] = sum / total;
    sum += Math.exp(value - highest);
  }
  return { scaled: ranked, before };
}

/**
 * The smallest scaled logit in the nucleus: the likeliest tokens whose probabilities add up to `topP`.
 * @example if (scaled[token] >= nucleusFloorOf(ranked, 0.9)) consider(token);
 */
export function nucleusFloorOf({ scaled, before }: RankedTokens, topP: number): number {
  if (topP >= 1) return -Infinity;
  return scaled[before.findLastIndex((share) => share < topP)]!;
}

/**
 * By how much scaled logits must be wrong for a token to be in the nucleus; 0 if it is. Tokens that rank just
 * before it may be ranked wrongly, and the share of all before it may be wrong: errors of e in its tokens'
 * logits move its log odds by e.
 * @param value the token's scaled logit
 * @example distanceInto(ranked, scaled[token], 0.9);
 */
export function distanceInto({ scaled, before }: RankedTokens, value: number, topP: number): number {
  if (topP >= 1) return 0;
  let least = Infinity;
  for (let at = ranksBefore(scaled, value); at >= 0; at--) {
    const inList = at < scaled.length;
    const misranked = inList ? Math.max(0, scaled[at]! - value) : 0;
    if (misranked >= least) break;
    least = Math.min(least, Math.max(misranked, logOddsFrom(topP, inList ? before[at]! : 1)));
  }
  return least;
}

/**
 * By how much scaled logits must be wrong for a token of the nucleus to be outside of it; Infinity where all
 * tokens are in it.
 * @param value the token's scaled logit
 * @example distanceOutOf(ranked, scaled[token], 0.9);
 */
export function distanceOutOf({ scaled, before }: RankedTokens, value: number, topP: number): number {
  if (topP >= 1) return Infinity;
  const own = Math.min(ranksBefore(scaled, value), scaled.length - 1);
  const share = shareOf(before, own);
  let least = logOddsFrom(before[own]!, topP);
  for (let at = own + 1; at < scaled.length; at++) {
    const misranked = value - scaled[at]!;
    if (misranked >= least) break;
    // As if all tokens up to this one ranked before it.
    const others = before[at]! + shareOf(before, at) - share;
    least = Math.min(least, Math.max(misranked, logOddsFrom(others, topP)));
  }
  return least;
}

/** How far the log odds of one probability are below another's; 0 if they are above. */
function logOddsFrom(low: number, high: number): number {
  const logOdds = (probability: number) => {
    const inside = Math.min(Math.max(probability, 1 - ALMOST_ONE), ALMOST_ONE);
    return Math.log(inside / (1 - inside));
  };
  return low >= high ? 0 : logOdds(high) - logOdds(low);
}

/** How many ranked tokens are likelier than this value. */
function ranksBefore(scaled: Float64Array, value: number): number {
  let [low, high] = [0, scaled.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scaled[middle]! > value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The probability of the token of a rank. */
const shareOf = (before: Float64Array, rank: number): number => (before[rank + 1] ?? 1) - before[rank]!;
