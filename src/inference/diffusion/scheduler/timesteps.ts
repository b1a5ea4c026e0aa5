import type { SchedulerOf } from '#inference/manifest/schedulerConfig.ts';

/** Rounds to the nearest integer, halves to even, as NumPy does: published schedules depend on it. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * `count` evenly spaced numbers from `first` to `last`, both included.
 * @example
 * linspace(999, 0, 4); // [999, 666, 333, 0]
 */
export function linspace(first: number, last: number, count: number): number[] {
  if (count === 1) return [first];
  return Array.from({ length: count }, (_, i) => first + ((last - first) * i) / (count - 1));
}

/**
 * Selects training timesteps, the noisiest first. With 'linspace' they may be fractional.
 * @example
 * const scheduler = { spacing: 'trailing', trainSteps: 1_000, stepsOffset: 0 } as const;
 * spacedTimesteps(scheduler, 4); // [999, 749, 499, 249]
 */
export function spacedTimesteps(
  { spacing, trainSteps, stepsOffset }: Pick<SchedulerOf<'ddim'>, 'spacing' | 'trainSteps' | 'stepsOffset'>,
  count: number,
): number[] {
  const indices = Array.from({ length: count }, (_, i) => i);
  switch (spacing) {
    case 'linspace':
      return linspace(trainSteps - 1, 0, count);
    case 'leading': {
      const ratio = Math.floor(trainSteps / count);
      return indices.map((i) => Math.min(trainSteps - 1, (count - 1 - i) * ratio + stepsOffset));
    }
    case 'trailing':
      return indices.map((i) => Math.max(0, roundHalfEven(trainSteps - (i * trainSteps) / count) - 1));
  }
}

/**
 * Evenly selects timesteps of the schedule that a consistency model was distilled from, the noisiest first.
 * @param strength the part of that schedule, counted from its end, that may be used
 * @example
 * consistencyTimesteps({ trainSteps: 1_000, originalSteps: 50 }, 4, 1); // [999, 759, 499, 259]
 */
export function consistencyTimesteps(
  { trainSteps, originalSteps }: SchedulerOf<'lcm'>,
  count: number,
  strength: number,
): number[] {
  const stride = Math.max(1, Math.floor(trainSteps / originalSteps));
  const usable = Math.max(1, Math.floor(Math.min(originalSteps, trainSteps) * strength));
  return Array.from({ length: count }, (_, i) => (usable - Math.floor((usable * i) / count)) * stride - 1);
}
