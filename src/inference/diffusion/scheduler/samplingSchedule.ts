import { ddim } from '#inference/diffusion/scheduler/ddim.ts';
import { discreteEuler } from '#inference/diffusion/scheduler/discreteEuler.ts';
import { flowMatchingEuler } from '#inference/diffusion/scheduler/flowMatchingEuler.ts';
import { lcm } from '#inference/diffusion/scheduler/lcm.ts';
import type { SamplingSchedule } from '#inference/diffusion/scheduler/schedulerStep.ts';
import type { Scheduler } from '#inference/manifest/schedulerConfig.ts';

/**
 * The largest number of steps that all differ from one another at a given strength; with more, the denoiser
 * would run twice at one timestep. Flow matching follows a straight path that can be cut as finely as needed:
 * Infinity.
 * @example maxDistinctSteps(manifest.scheduler, 0.5); // 500 for DDIM over 1,000 training steps
 */
export function maxDistinctSteps(scheduler: Scheduler, strength: number): number {
  if (scheduler.kind === 'flow-matching-euler') return Infinity;
  const { trainSteps } = scheduler;
  const all = scheduler.kind === 'lcm' ? Math.min(scheduler.originalSteps, trainSteps) : trainSteps;
  return Math.max(1, Math.floor(all * strength));
}

/**
 * The steps from noise to picture. Every sampler here is linear in sample, model output and noise, so plain
 * coefficients describe it completely.
 * @param count evaluations of the denoiser
 * @param strength below 1 the steps cover only that last part of the way, as for image-to-image
 * @example const { initialNoiseSigma, steps } = samplingSchedule(manifest.scheduler, 20);
 */
export function samplingSchedule(scheduler: Scheduler, count: number, strength = 1): SamplingSchedule {
  if (scheduler.kind === 'lcm') return lcm(scheduler, count, strength);
  // The last `count` steps of a longer schedule: a task runs `count` evaluations whatever its strength.
  const whole = fullSchedule(scheduler, Math.max(count, Math.round(count / strength)));
  return { ...whole, steps: whole.steps.slice(whole.steps.length - count) };
}

function fullSchedule(scheduler: Exclude<Scheduler, { kind: 'lcm' }>, count: number): SamplingSchedule {
  switch (scheduler.kind) {
    case 'flow-matching-euler':
      return flowMatchingEuler(scheduler, count);
    case 'discrete-euler':
      return discreteEuler(scheduler, count);
    case 'ddim':
      return ddim(scheduler, count);
  }
}
