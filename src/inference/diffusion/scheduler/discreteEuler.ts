import { cumulativeAlphas, readModelOutput } from '#inference/diffusion/scheduler/noiseLevels.ts';
import type {
  LinearCombination,
  SamplingSchedule,
  SchedulerStep,
} from '#inference/diffusion/scheduler/schedulerStep.ts';
import { spacedTimesteps } from '#inference/diffusion/scheduler/timesteps.ts';
import type { SchedulerOf } from '#inference/manifest/schedulerConfig.ts';

/**
 * Euler steps over σ, where x = x0 + σ · noise and dx/dσ is the noise.
 * @example
 * const { initialNoiseSigma, steps } = discreteEuler(manifest.scheduler, 20);
 */
export function discreteEuler(scheduler: SchedulerOf<'discrete-euler'>, count: number): SamplingSchedule {
  const { spacing, prediction } = scheduler;
  const trainingSigmas = cumulativeAlphas(scheduler).map((alpha) => Math.sqrt((1 - alpha) / alpha));
  const timesteps = spacedTimesteps(scheduler, count);
  const sigmas = [...timesteps.map((timestep) => interpolate(trainingSigmas, timestep)), 0];
  const steps = timesteps.map((timestep, i): SchedulerStep => {
    const sigma = sigmas[i]!;
    const inputScale = 1 / Math.sqrt(sigma * sigma + 1);
    const { noise } = readModelOutput(prediction, { signal: inputScale, noise: sigma * inputScale });
    const sigmaChangedBy = (change: number): LinearCombination => ({
      sample: 1 + change * noise.sample * inputScale,
      modelOutput: change * noise.modelOutput,
    });
    return {
      timestep,
      inputScale,
      next: { ...sigmaChangedBy(sigmas[i + 1]! - sigma), noise: 0 },
      predictedX0: sigmaChangedBy(-sigma),
      level: { signal: 1, noise: sigma },
    };
  });
  // A 'leading' schedule starts below the largest σ, so its initial sample has a picture's variance added.
  const [first = 0] = sigmas;
  return { initialNoiseSigma: spacing === 'leading' ? Math.sqrt(first * first + 1) : first, steps };
}

/** Linear interpolation between the values at the two nearest indices. */
function interpolate(values: readonly number[], index: number): number {
  const below = Math.floor(index);
  const part = index - below;
  return part === 0 ? values[below]! : values[below]! * (1 - part) + values[below + 1]! * part;
}
