import type { SamplingSchedule, SchedulerStep } from '#inference/diffusion/scheduler/schedulerStep.ts';
import { linspace } from '#inference/diffusion/scheduler/timesteps.ts';
import type { SchedulerOf } from '#inference/manifest/schedulerConfig.ts';

/**
 * Euler steps of dx/dt = v over t = 1 − σ, from t = 0 (noise) to t = 1 (picture).
 * @example
 * const { steps } = flowMatchingEuler(manifest.scheduler, 8);
 */
export function flowMatchingEuler(
  { velocity, trainSteps, shift, spacing }: SchedulerOf<'flow-matching-euler'>,
  count: number,
): SamplingSchedule {
  // Written in t = 1 − σ, which is exact without a shift.
  const shifted = (t: number) => t / (1 + (shift - 1) * (1 - t));
  const spaced =
    spacing === 'trailing'
      ? Array.from({ length: count }, (_, i) => i / count)
      : linspace(0, shifted(1 - 1 / trainSteps), count);
  const times = [...spaced.map(shifted), 1];
  const sign = velocity === 'to-picture' ? 1 : -1;
  const steps = times.slice(0, -1).map(
    (t, i): SchedulerStep => ({
      timestep: velocity === 'to-picture' ? t : (1 - t) * trainSteps,
      inputScale: 1,
      next: { sample: 1, modelOutput: sign * (times[i + 1]! - t), noise: 0 },
      predictedX0: { sample: 1, modelOutput: sign * (1 - t) },
      level: { signal: t, noise: 1 - t },
    }),
  );
  return { initialNoiseSigma: 1, steps };
}
