import { cumulativeAlphas, levelOf, readModelOutput } from '#inference/diffusion/scheduler/noiseLevels.ts';
import type { SamplingSchedule, SchedulerStep } from '#inference/diffusion/scheduler/schedulerStep.ts';
import { spacedTimesteps } from '#inference/diffusion/scheduler/timesteps.ts';
import type { SchedulerOf } from '#inference/manifest/schedulerConfig.ts';

/**
 * x = √ᾱ · x0 + √(1 − ᾱ) · noise; each step predicts both and recombines them with the next step's ᾱ.
 * @example
 * const { initialNoiseSigma, steps } = ddim(manifest.scheduler, 20);
 */
export function ddim(scheduler: SchedulerOf<'ddim'>, count: number): SamplingSchedule {
  const { prediction, setAlphaToOne } = scheduler;
  const alphas = cumulativeAlphas(scheduler);
  const finalAlpha = setAlphaToOne ? 1 : alphas[0]!;
  const timesteps = spacedTimesteps(scheduler, count).map(Math.round);
  const steps = timesteps.map((timestep, i): SchedulerStep => {
    const level = levelOf(alphas[timestep]!);
    const nextTimestep = timesteps[i + 1];
    const nextLevel = levelOf(nextTimestep === undefined ? finalAlpha : alphas[nextTimestep]!);
    const { noise, x0 } = readModelOutput(prediction, level);
    const next = {
      sample: nextLevel.signal * x0.sample + nextLevel.noise * noise.sample,
      modelOutput: nextLevel.signal * x0.modelOutput + nextLevel.noise * noise.modelOutput,
      noise: 0,
    };
    return { timestep, inputScale: 1, next, predictedX0: x0, level };
  });
  return { initialNoiseSigma: 1, steps };
}
