import type { LatentDiffusionManifest } from '#inference/manifest.ts';

/** One network evaluation: feed (inputScale · x, timestep), then x += delta · output. */
export interface NoiseStep {
  readonly timestep: number;
  readonly inputScale: number;
  readonly delta: number;
}

export interface NoiseSchedule {
  /** Factor on standard normal noise to begin with. */
  readonly initialScale: number;
  readonly steps: readonly NoiseStep[];
}

/**
 * The steps from noise to picture. Every Euler sampler is a straight line a step, so numbers are all it
 * takes.
 */
export function noiseSchedule(scheduler: LatentDiffusionManifest['scheduler'], count: number): NoiseSchedule {
  return scheduler.kind === 'flow-matching-euler'
    ? flowMatchingEuler(count)
    : discreteEuler(scheduler, count);
}

/** dx/dt = v from t = 0 (noise) to t = 1 (picture) in equal steps. */
function flowMatchingEuler(count: number): NoiseSchedule {
  const steps = Array.from({ length: count }, (_, i) => ({
    timestep: i / count,
    inputScale: 1,
    delta: 1 / count,
  }));
  return { initialScale: 1, steps };
}

/**
 * Euler over sigma (Karras et al. 2022, algorithm 1 without churn) for a network that predicts the noise,
 * with the 'trailing' spacing that few-step models are trained for: the first step is the noisiest of
 * training.
 */
function discreteEuler(
  { trainSteps, betaStart, betaEnd }: { trainSteps: number; betaStart: number; betaEnd: number },
  count: number,
): NoiseSchedule {
  let signal = 1;
  const sigmas = Array.from({ length: trainSteps }, (_, t) => {
    const fraction = trainSteps === 1 ? 0 : t / (trainSteps - 1);
    const root = Math.sqrt(betaStart) + fraction * (Math.sqrt(betaEnd) - Math.sqrt(betaStart));
    signal *= 1 - root * root;
    return Math.sqrt((1 - signal) / signal);
  });
  const timesteps = Array.from({ length: count }, (_, i) =>
    Math.max(0, Math.round(trainSteps * (1 - i / count)) - 1),
  );
  const steps = timesteps.map((timestep, i) => {
    const sigma = sigmas[timestep]!;
    const next = i + 1 < count ? sigmas[timesteps[i + 1]!]! : 0;
    return { timestep, inputScale: 1 / Math.sqrt(sigma * sigma + 1), delta: next - sigma };
  });
  return { initialScale: sigmas[timesteps[0]!]!, steps };
}
