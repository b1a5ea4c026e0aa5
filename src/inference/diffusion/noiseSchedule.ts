import type { Scheduler, SchedulerOf } from '#inference/manifest/schedulerConfig.ts';
import {
  consistencyTimesteps,
  cumulativeAlphas,
  linspace,
  spacedTimesteps,
} from '#inference/diffusion/timesteps.ts';

/** A sum of the sample that was fed (before its scaling) and the network's output, each times its factor. */
interface Mix {
  readonly sample: number;
  readonly output: number;
}

/** One network evaluation: feed (inputScale · x, timestep), then x becomes `next`. */
export interface NoiseStep {
  readonly timestep: number;
  readonly inputScale: number;
  /** The next sample, with so much fresh noise. */
  readonly next: Mix & { readonly noise: number };
  /** The finished picture's latent as this step foretells it. */
  readonly picture: Mix;
  /** What a sample is at this point: signal · picture + noise · standard normal noise. */
  readonly level: { readonly signal: number; readonly noise: number };
}

export interface NoiseSchedule {
  /** Factor on standard normal noise to begin with. */
  readonly initialScale: number;
  readonly steps: readonly NoiseStep[];
}

/**
 * Steps that differ from one another, of those that a strength leaves: beyond these, evaluations would be spent on a time
 * step that was there already. The straight path of flow matching may be cut as finely as one likes.
 */
export function mostSteps(scheduler: Scheduler, strength: number): number {
  if (scheduler.kind === 'flow-matching-euler') return Infinity;
  const { trainSteps } = scheduler;
  const all = scheduler.kind === 'lcm' ? Math.min(scheduler.originalSteps, trainSteps) : trainSteps;
  return Math.max(1, Math.floor(all * strength));
}

/**
 * The steps from noise to picture. All samplers here are linear in sample, output and noise, so numbers are
 * all it takes.
 * @param count network evaluations
 * @param strength below 1 the steps cover only that last part of the way, as from a given picture
 */
export function noiseSchedule(scheduler: Scheduler, count: number, strength = 1): NoiseSchedule {
  if (scheduler.kind === 'lcm') return consistency(scheduler, count, strength);
  // As many of a longer schedule's last steps: the work is `count` evaluations whatever the strength.
  const whole = wholeSchedule(scheduler, Math.max(count, Math.round(count / strength)));
  return { ...whole, steps: whole.steps.slice(whole.steps.length - count) };
}

function wholeSchedule(scheduler: Exclude<Scheduler, { kind: 'lcm' }>, count: number): NoiseSchedule {
  switch (scheduler.kind) {
    case 'flow-matching-euler':
      return flowMatchingEuler(scheduler, count);
    case 'discrete-euler':
      return discreteEuler(scheduler, count);
    case 'ddim':
      return ddim(scheduler, count);
  }
}

/** dx/dt = v over t = 1 − σ, from t = 0 (noise) to t = 1 (picture). */
function flowMatchingEuler(
  { velocity, trainSteps, shift, spacing }: SchedulerOf<'flow-matching-euler'>,
  count: number,
): NoiseSchedule {
  // Written in t = 1 − σ, which is exact where nothing is shifted.
  const shifted = (t: number) => t / (1 + (shift - 1) * (1 - t));
  const even =
    spacing === 'trailing'
      ? Array.from({ length: count }, (_, i) => i / count)
      : linspace(0, shifted(1 - 1 / trainSteps), count);
  const times = [...even.map(shifted), 1];
  const steps = times.slice(0, -1).map((t, i): NoiseStep => {
    const towards = velocity === 'to-picture' ? 1 : -1;
    return {
      timestep: velocity === 'to-picture' ? t : (1 - t) * trainSteps,
      inputScale: 1,
      next: { sample: 1, output: towards * (times[i + 1]! - t), noise: 0 },
      picture: { sample: 1, output: towards * (1 - t) },
      level: { signal: t, noise: 1 - t },
    };
  });
  return { initialScale: 1, steps };
}

/** The network's output as noise and as picture, for a sample of unit variance. */
function readPrediction(
  prediction: 'epsilon' | 'v',
  signal: number,
  noise: number,
): { noise: Mix; picture: Mix } {
  return prediction === 'epsilon'
    ? {
        noise: { sample: 0, output: 1 },
        picture: { sample: 1 / signal, output: -noise / signal },
      }
    : { noise: { sample: noise, output: signal }, picture: { sample: signal, output: -noise } };
}

/** x = picture + σ · noise; dx/dσ is the noise. */
function discreteEuler(scheduler: SchedulerOf<'discrete-euler'>, count: number): NoiseSchedule {
  const { spacing, trainSteps, stepsOffset, prediction } = scheduler;
  const all = cumulativeAlphas(scheduler).map((alpha) => Math.sqrt((1 - alpha) / alpha));
  const timesteps = spacedTimesteps(spacing, trainSteps, stepsOffset, count);
  const sigmas = [...timesteps.map((timestep) => interpolate(all, timestep)), 0];
  const steps = timesteps.map((timestep, i): NoiseStep => {
    const sigma = sigmas[i]!;
    const inputScale = 1 / Math.sqrt(sigma * sigma + 1);
    const { noise } = readPrediction(prediction, inputScale, sigma * inputScale);
    const towards = (by: number): Mix => ({
      sample: 1 + by * noise.sample * inputScale,
      output: by * noise.output,
    });
    return {
      timestep,
      inputScale,
      next: { ...towards(sigmas[i + 1]! - sigma), noise: 0 },
      picture: towards(-sigma),
      level: { signal: 1, noise: sigma },
    };
  });
  // A 'leading' schedule does not begin at all noise, so its beginning has a picture's variance in it.
  const [first = 0] = sigmas;
  return { initialScale: spacing === 'leading' ? Math.sqrt(first * first + 1) : first, steps };
}

/** x = √ᾱ · picture + √(1 − ᾱ) · noise, both foretold and put together again with the next step's ᾱ. */
function ddim(scheduler: SchedulerOf<'ddim'>, count: number): NoiseSchedule {
  const { spacing, trainSteps, stepsOffset, prediction, setAlphaToOne } = scheduler;
  const alphas = cumulativeAlphas(scheduler);
  const timesteps = spacedTimesteps(spacing, trainSteps, stepsOffset, count).map(Math.round);
  const steps = timesteps.map((timestep, i): NoiseStep => {
    const level = levelOf(alphas[timestep]!);
    const following = timesteps[i + 1];
    const after = levelOf(following === undefined ? (setAlphaToOne ? 1 : alphas[0]!) : alphas[following]!);
    const { noise, picture } = readPrediction(prediction, level.signal, level.noise);
    const next = {
      sample: after.signal * picture.sample + after.noise * noise.sample,
      output: after.signal * picture.output + after.noise * noise.output,
      noise: 0,
    };
    return { timestep, inputScale: 1, next, picture, level };
  });
  return { initialScale: 1, steps };
}

/** Each step jumps to the picture and, but for the last, back by fresh noise to the next step's level. */
function consistency(scheduler: SchedulerOf<'lcm'>, count: number, strength: number): NoiseSchedule {
  const alphas = cumulativeAlphas(scheduler);
  const timesteps = consistencyTimesteps(scheduler, count, strength);
  const steps = timesteps.map((timestep, i): NoiseStep => {
    const level = levelOf(alphas[timestep]!);
    const following = timesteps[i + 1];
    const after = following === undefined ? { signal: 1, noise: 0 } : levelOf(alphas[following]!);
    const raw = readPrediction(scheduler.prediction, level.signal, level.noise).picture;
    const { skip, out } = boundary(timestep * scheduler.timestepScaling);
    const picture = { sample: out * raw.sample + skip, output: out * raw.output };
    const next = {
      sample: after.signal * picture.sample,
      output: after.signal * picture.output,
      noise: after.noise,
    };
    return { timestep, inputScale: 1, next, picture, level };
  });
  return { initialScale: 1, steps };
}

/** Standard deviation of the pictures that consistency models assume. */
const SIGMA_DATA = 0.5;

/** A consistency model is the identity at time 0 by construction (Song et al. 2023, section 3). */
function boundary(time: number): { skip: number; out: number } {
  const variance = SIGMA_DATA * SIGMA_DATA;
  return { skip: variance / (time * time + variance), out: time / Math.sqrt(time * time + variance) };
}

const levelOf = (alpha: number) => ({ signal: Math.sqrt(alpha), noise: Math.sqrt(1 - alpha) });

/** The value at a place between two of a list's. */
function interpolate(values: readonly number[], at: number): number {
  const below = Math.floor(at);
  const part = at - below;
  return part === 0 ? values[below]! : values[below]! * (1 - part) + values[below + 1]! * part;
}
