import type { LinearCombination, NoiseLevel } from '#inference/diffusion/scheduler/schedulerStep.ts';
import { linspace } from '#inference/diffusion/scheduler/timesteps.ts';
import type { SchedulerOf } from '#inference/manifest/schedulerConfig.ts';

type BetaSchedule = Pick<SchedulerOf<'ddim'>, 'trainSteps' | 'betaStart' | 'betaEnd' | 'betas'>;

/**
 * ᾱ for each training timestep: the running product of 1 − β, which is how much of the picture's variance is
 * left.
 * @example cumulativeAlphas(scheduler)[0]; // just below 1
 */
export function cumulativeAlphas({ trainSteps, betaStart, betaEnd, betas }: BetaSchedule): number[] {
  const [first, last] =
    betas === 'linear' ? [betaStart, betaEnd] : [Math.sqrt(betaStart), Math.sqrt(betaEnd)];
  let product = 1;
  return linspace(first, last, trainSteps).map((value) => {
    product *= 1 - (betas === 'linear' ? value : value * value);
    return product;
  });
}

/** The variance-preserving level √ᾱ, √(1 − ᾱ). */
export const levelOf = (alpha: number): NoiseLevel => ({
  signal: Math.sqrt(alpha),
  noise: Math.sqrt(1 - alpha),
});

/**
 * Reads noise and x0 from the denoiser's output, for a sample of unit variance.
 * @param predictionType what the denoiser was trained to predict: the noise ε, or v = √ᾱ · ε − √(1 − ᾱ) · x0
 * @example
 * const { x0 } = readModelOutput('epsilon', levelOf(0.25));
 * const value = x0.sample * sample + x0.modelOutput * output;
 */
export function readModelOutput(
  predictionType: SchedulerOf<'ddim'>['prediction'],
  { signal, noise }: NoiseLevel,
): { noise: LinearCombination; x0: LinearCombination } {
  return predictionType === 'epsilon'
    ? {
        noise: { sample: 0, modelOutput: 1 },
        x0: { sample: 1 / signal, modelOutput: -noise / signal },
      }
    : {
        noise: { sample: noise, modelOutput: signal },
        x0: { sample: signal, modelOutput: -noise },
      };
}
