import type { SchedulerOf, TimestepSpacing } from '#inference/manifest/schedulerConfig.ts';

/** Nearest integer, halves to the even one, as NumPy rounds: published schedules depend on it. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `count` numbers from `first` to `last` in equal steps. */
export function linspace(first: number, last: number, count: number): number[] {
  if (count === 1) return [first];
  return Array.from({ length: count }, (_, i) => first + ((last - first) * i) / (count - 1));
}

/** Which of the training's time steps are taken, noisiest first; 'linspace' may fall between two. */
export function spacedTimesteps(
  spacing: TimestepSpacing,
  trainSteps: number,
  stepsOffset: number,
  count: number,
): number[] {
  const each = Array.from({ length: count }, (_, i) => i);
  switch (spacing) {
    case 'linspace':
      return linspace(trainSteps - 1, 0, count);
    case 'leading': {
      const ratio = Math.floor(trainSteps / count);
      return each.map((i) => Math.min(trainSteps - 1, (count - 1 - i) * ratio + stepsOffset));
    }
    case 'trailing':
      return each.map((i) => Math.max(0, roundHalfEven(trainSteps - (i * trainSteps) / count) - 1));
  }
}

/**
 * Evenly chosen steps of the schedule that a consistency model was distilled from, noisiest first.
 * @param strength the part of that schedule, from its end, that may be used
 */
export function consistencyTimesteps(
  { trainSteps, originalSteps }: SchedulerOf<'lcm'>,
  count: number,
  strength: number,
): number[] {
  const skip = Math.max(1, Math.floor(trainSteps / originalSteps));
  const usable = Math.max(1, Math.floor(Math.min(originalSteps, trainSteps) * strength));
  return Array.from({ length: count }, (_, i) => (usable - Math.floor((usable * i) / count)) * skip - 1);
}

/**
 * What is left of the picture's variance at each time step of training: the running product of 1 − β.
 */
export function cumulativeAlphas({
  trainSteps,
  betaStart,
  betaEnd,
  betas,
}: {
  trainSteps: number;
  betaStart: number;
  betaEnd: number;
  betas: SchedulerOf<'ddim'>['betas'];
}): number[] {
  const [first, last] =
    betas === 'linear' ? [betaStart, betaEnd] : [Math.sqrt(betaStart), Math.sqrt(betaEnd)];
  let left = 1;
  return linspace(first, last, trainSteps).map((value) => {
    left *= 1 - (betas === 'linear' ? value : value * value);
    return left;
  });
}
