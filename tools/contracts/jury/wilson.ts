/** Deviations that a sound simulation passes in 9,999 of 10,000 figures. */
export const CONFIDENT = 3.89;

/**
 * Wilson's interval for the probability of what happened `hits` times in `samples`. Without a hit its upper
 * end is about deviations² / samples, which the rule of three states for 1.73 deviations.
 */
export function wilson(hits: number, samples: number, deviations = CONFIDENT): [low: number, high: number] {
  const square = deviations ** 2;
  const rate = hits / samples;
  const middle = rate + square / (2 * samples);
  const half = deviations * Math.sqrt((rate * (1 - rate)) / samples + square / (4 * samples ** 2));
  const scale = 1 + square / samples;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}
