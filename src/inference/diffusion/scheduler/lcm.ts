import { cumulativeAlphas, levelOf, readModelOutput } from '#inference/diffusion/scheduler/noiseLevels.ts';
import type { SamplingSchedule, SchedulerStep } from '#inference/diffusion/scheduler/schedulerStep.ts';
import { consistencyTimesteps } from '#inference/diffusion/scheduler/timesteps.ts';
import type { SchedulerOf } from '#inference/manifest/schedulerConfig.ts';

/**
 * Multistep consistency sampling: each step predicts x0 and adds fresh noise at the next step's level.
 * @example
 * const { steps } = lcm(manifest.scheduler, 4, 1);
 */
export function lcm(scheduler: SchedulerOf<'lcm'>, count: number, strength: number): SamplingSchedule {
  const alphas = cumulativeAlphas(scheduler);
  const timesteps = consistencyTimesteps(scheduler, count, strength);
  const steps = timesteps.map((timestep, i): SchedulerStep => {
    const level = levelOf(alphas[timestep]!);
    const nextTimestep = timesteps[i + 1];
    const nextLevel = nextTimestep === undefined ? { signal: 1, noise: 0 } : levelOf(alphas[nextTimestep]!);
    const { x0 } = readModelOutput(scheduler.prediction, level);
    const { skip, out } = boundaryCondition(timestep * scheduler.timestepScaling);
    const predictedX0 = { sample: out * x0.sample + skip, modelOutput: out * x0.modelOutput };
    const next = {
      sample: nextLevel.signal * predictedX0.sample,
      modelOutput: nextLevel.signal * predictedX0.modelOutput,
      noise: nextLevel.noise,
    };
    return { timestep, inputScale: 1, next, predictedX0, level };
  });
  return { initialNoiseSigma: 1, steps };
}

/** The standard deviation of the data that consistency models assume. */
const SIGMA_DATA = 0.5;

/** c_skip and c_out of Song et al. 2023, section 3, which make the model the identity at time 0. */
function boundaryCondition(time: number): { skip: number; out: number } {
  const variance = SIGMA_DATA * SIGMA_DATA;
  return { skip: variance / (time * time + variance), out: time / Math.sqrt(time * time + variance) };
}
