/**
 * The steps of an image that an audit takes again, from 1: the first one, and others at random until they are
 * more than half of all.
 * - The first step is where the noise, prompt and guidance show most, and where a trace that was kept from an
 *   equal task with another seed must part from this task's noise.
 * - More than half, because a miner that fakes every second step by drawing a straight line is then always
 *   caught.
 * @param random gives 0..1; the miner must not know it before it has signed
 * @param mostParts that a trace may hand over at once; fewer steps are taken where their parts are more
 * @returns rising
 * @example auditedSteps(4, Math.random); // [1, 2, 4]
 */
export function auditedSteps(steps: number, random: () => number, mostParts = Infinity): number[] {
  const others = Array.from({ length: steps - 1 }, (_, at) => at + 2);
  let chosen = [1];
  while (chosen.length < countOfAudited(steps) && others.length > 0) {
    const [step] = others.splice(Math.floor(random() * others.length), 1);
    const more = [...chosen, step!];
    // Another one may fit: next to one that is chosen it takes a single part more.
    if (partsOfSteps(more, steps).length <= mostParts) chosen = more;
  }
  return chosen.sort((a, b) => a - b);
}

/**
 * How many steps `auditedSteps` gives.
 * @example countOfAudited(20); // 11
 */
export const countOfAudited = (steps: number): number => Math.min(steps, Math.floor(steps / 2) + 1);

/**
 * The parts of a trace that show these steps, the noise and the last latent.
 * @example partsOfSteps([1, 3], 4); // [0, 1, 2, 3, 4]
 */
export const partsOfSteps = (audited: readonly number[], steps: number): number[] =>
  [...new Set([0, ...audited.flatMap((step) => [step - 1, step]), steps])].sort((a, b) => a - b);

/**
 * The probability that at least one of the faked steps is among those that are taken again, if all are as
 * likely: 1 − C(steps − faked, audited) / C(steps, audited).
 * @example chanceOfCatching({ steps: 20, audited: 11, faked: 1 }); // 0.55
 */
export function chanceOfCatching({
  steps,
  audited,
  faked,
}: {
  readonly steps: number;
  readonly audited: number;
  readonly faked: number;
}): number {
  let missed = 1;
  for (let at = 0; at < audited; at++) missed *= Math.max(0, steps - faked - at) / (steps - at);
  return 1 - missed;
}
