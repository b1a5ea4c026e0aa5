import { describe, expect, it } from 'vitest';
import { maxDistinctSteps, samplingSchedule } from '#inference/diffusion/scheduler/samplingSchedule.ts';
import type { NoiseLevel, SamplingSchedule } from '#inference/diffusion/scheduler/schedulerStep.ts';
import { type Scheduler, schedulerSchema } from '#inference/manifest/schedulerConfig.ts';

/** A scheduler config with its defaults filled in. */
const parse = (scheduler: object): Scheduler => schedulerSchema.parse(scheduler);

const stableDiffusion = { trainSteps: 1_000, betaStart: 0.00085, betaEnd: 0.012 };
const timestepsOf = ({ steps }: SamplingSchedule) => steps.map(({ timestep }) => timestep);

/** Runs a schedule on plain numbers, with a function in place of the denoiser. */
function sample(
  { steps }: SamplingSchedule,
  start: readonly number[],
  model: (x: number, timestep: number) => number,
  noise: (step: number) => number = () => 0,
): number[] {
  return steps.reduce(
    (xs, { timestep, inputScale, next }, step) =>
      xs.map((x) => {
        const output = model(x * inputScale, timestep);
        return next.sample * x + next.modelOutput * output + next.noise * noise(step);
      }),
    [...start],
  );
}

/**
 * The values that the diffusers library tests its own schedulers against (tests/schedulers, Apache-2.0): the
 * sum of absolute values after ten steps of the dummy model x · t / (t + 1) on the 768 numbers i / 768.
 */
describe("samplingSchedule against diffusers' full-loop results", () => {
  const COUNT = 768;
  const ramp = Array.from({ length: COUNT }, (_, i) => i / COUNT);
  const dummyModel = (x: number, t: number) => (x * t) / (t + 1);
  const sum = (xs: readonly number[]) => xs.reduce((total, x) => total + Math.abs(x), 0);
  const linear = { betas: 'linear', betaStart: 0.0001, betaEnd: 0.02 };

  it.each([
    ['epsilon prediction', {}, 172.0067],
    ['v prediction', { prediction: 'v' }, 52.5302],
    ['setAlphaToOne', { setAlphaToOne: true, betaStart: 0.01 }, 149.8295],
    ['setAlphaToOne off', { setAlphaToOne: false, betaStart: 0.01 }, 149.0784],
  ])('matches DDIM with %s', (_, config, expected) => {
    const scheduler = parse({ kind: 'ddim', ...linear, trainSteps: 1_000, spacing: 'leading', ...config });
    expect(Math.abs(sum(sample(samplingSchedule(scheduler, 10), ramp, dummyModel)) - expected)).toBeLessThan(
      1e-2,
    );
  });

  it('matches DDIM image-to-image over the last two of ten steps', () => {
    const scheduler = parse({ kind: 'ddim', ...linear, trainSteps: 1_000, spacing: 'leading' });
    const schedule = samplingSchedule(scheduler, 2, 0.2);
    const { signal, noise } = schedule.steps[0]!.level;
    const noised = ramp.map((x, i) => signal * x + noise * ramp[COUNT - 1 - i]!);
    expect(Math.abs(sum(sample(schedule, noised, dummyModel)) - 354.5418)).toBeLessThan(1e-2);
  });

  it.each([
    ['epsilon', 10.0807],
    ['v', 0.0002],
  ])('matches discrete Euler with %s prediction', (prediction, expected) => {
    const scheduler = parse({
      ...{ kind: 'discrete-euler', ...linear, trainSteps: 1_100, spacing: 'linspace', prediction },
    });
    const schedule = samplingSchedule(scheduler, 10);
    // The library's test feeds the scaled sample back in, so this one does too.
    let xs = ramp.map((x) => x * schedule.initialNoiseSigma);
    for (const { timestep, inputScale, next } of schedule.steps) {
      xs = xs.map(
        (x) => next.sample * x * inputScale + next.modelOutput * dummyModel(x * inputScale, timestep),
      );
    }
    expect(Math.abs(sum(xs) - expected)).toBeLessThan(prediction === 'v' ? 1e-3 : 1e-2);
  });

  it('matches LCM with one step', () => {
    const schedule = samplingSchedule(parse({ kind: 'lcm', ...stableDiffusion }), 1);
    expect(Math.abs(sum(sample(schedule, ramp, dummyModel)) - 18.7097)).toBeLessThan(1e-2);
  });
});

describe('samplingSchedule timesteps', () => {
  it.each([
    // From SD-Turbo and Table 2 of Lin et al. 2023; DDIM's test and Stable Diffusion; LCM's model card.
    [{ kind: 'discrete-euler', ...stableDiffusion }, 4, [999, 749, 499, 249]],
    [{ kind: 'ddim', ...stableDiffusion, spacing: 'leading', stepsOffset: 1 }, 5, [801, 601, 401, 201, 1]],
    [{ kind: 'ddim', ...stableDiffusion, spacing: 'linspace' }, 4, [999, 666, 333, 0]],
    [{ kind: 'lcm', ...stableDiffusion }, 4, [999, 759, 499, 259]],
  ])('match the published ones for %o in %i steps', (config, count, expected) => {
    expect(timestepsOf(samplingSchedule(parse(config), count))).toEqual(expected);
  });

  it('round halves to even, as NumPy does', () => {
    const schedule = samplingSchedule(parse({ kind: 'discrete-euler', ...stableDiffusion }), 16);
    expect(timestepsOf(schedule).slice(0, 4)).toEqual([999, 937, 874, 811]);
  });

  it.each([
    ['discrete-euler', [499, 249]],
    ['lcm', [499, 379, 259, 139]],
  ])('of %s cover only the last half at strength 0.5, in the full number of steps', (kind, expected) => {
    const schedule = samplingSchedule(parse({ kind, ...stableDiffusion }), expected.length, 0.5);
    expect(timestepsOf(schedule)).toEqual(expected);
  });
});

describe('flowMatchingEuler', () => {
  it('goes from t = 0 to 1 in equal steps', () => {
    const { initialNoiseSigma, steps } = samplingSchedule(parse({ kind: 'flow-matching-euler' }), 4);
    expect(initialNoiseSigma).toBe(1);
    expect(steps.map(({ timestep }) => timestep)).toEqual([0, 0.25, 0.5, 0.75]);
    const next = { sample: 1, modelOutput: 0.25, noise: 0 };
    expect(steps.map((step) => step.next)).toEqual(new Array(4).fill(next));
  });

  it('maps σ to 3σ / (1 + 2σ) with shift 3 and feeds it times trainSteps', () => {
    const scheduler = parse({ kind: 'flow-matching-euler', velocity: 'to-noise', shift: 3 });
    const { steps } = samplingSchedule(scheduler, 4);
    const sigmas = [1, 0.75, 0.5, 0.25, 0].map((sigma) => (3 * sigma) / (1 + 2 * sigma));
    steps.forEach(({ timestep, next, level }, i) => {
      expect(timestep).toBeCloseTo(1_000 * sigmas[i]!, 9);
      expect(next.modelOutput).toBeCloseTo(sigmas[i + 1]! - sigmas[i]!, 12);
      expect(level.noise).toBeCloseTo(sigmas[i]!, 12);
    });
  });

  it('starts its last step at the smallest training σ with linspace, as Stable Diffusion 3 does', () => {
    const scheduler = parse({
      kind: 'flow-matching-euler',
      velocity: 'to-noise',
      shift: 3,
      spacing: 'linspace',
    });
    const { steps } = samplingSchedule(scheduler, 28);
    // The smallest training σ; training shifts it once, sampling once more.
    const smallest = (3 * 0.001) / 1.002;
    expect(steps[0]!.timestep).toBe(1_000);
    expect(steps[27]!.timestep).toBeCloseTo((1_000 * 3 * smallest) / (1 + 2 * smallest), 9);
  });

  it.each(['to-picture', 'to-noise'] as const)('is exact on a straight path, velocity %s', (velocity) => {
    const [x0, noise] = [0.3, -1.2];
    const schedule = samplingSchedule(parse({ kind: 'flow-matching-euler', velocity, shift: 2 }), 5);
    const output = velocity === 'to-picture' ? x0 - noise : noise - x0;
    expect(sample(schedule, [noise], () => output)[0]).toBeCloseTo(x0, 12);
  });
});

describe('discreteEuler', () => {
  it("starts at Stable Diffusion's published largest sigma with trailing timesteps", () => {
    const { initialNoiseSigma } = samplingSchedule(parse({ kind: 'discrete-euler', ...stableDiffusion }), 1);
    expect(initialNoiseSigma).toBeCloseTo(14.6146, 4);
  });

  it('adds unit variance to its first sigma with leading timesteps', () => {
    const leading = parse({ kind: 'discrete-euler', ...stableDiffusion, spacing: 'leading', stepsOffset: 1 });
    const { initialNoiseSigma, steps } = samplingSchedule(leading, 50);
    expect(initialNoiseSigma).toBeCloseTo(Math.hypot(steps[0]!.level.noise, 1), 12);
    expect(steps[0]!.timestep).toBe(981);
  });
});

/** Independent of any library: what must hold when the ideal model output is known in closed form. */
describe.each(['epsilon', 'v'] as const)('samplingSchedule with a perfect %s model', (prediction) => {
  const [x0, noise] = [0.4, -1.1];
  const output = (level: NoiseLevel) => {
    // The model sees a sample of unit variance, whatever the sampler's own scale.
    const scale = Math.hypot(level.signal, level.noise);
    return prediction === 'epsilon' ? noise : (level.signal / scale) * noise - (level.noise / scale) * x0;
  };
  const schedulers = (['discrete-euler', 'ddim', 'lcm'] as const).map((kind) =>
    parse({ kind, ...stableDiffusion, prediction }),
  );

  it.each(schedulers)('$kind predicts x0 at every step', (scheduler) => {
    for (const { level, predictedX0 } of samplingSchedule(scheduler, 4).steps) {
      const x = level.signal * x0 + level.noise * noise;
      const predicted = predictedX0.sample * x + predictedX0.modelOutput * output(level);
      // A consistency model's boundary condition leaves a trace of the sample in.
      expect(predicted).toBeCloseTo(x0, scheduler.kind === 'lcm' ? 4 : 10);
    }
  });

  it.each(schedulers)('$kind steps from each noise level to the next and ends at x0', (scheduler) => {
    const { steps } = samplingSchedule(scheduler, 4);
    for (const [i, { level, next }] of steps.entries()) {
      const x = level.signal * x0 + level.noise * noise;
      const stepped = next.sample * x + next.modelOutput * output(level) + next.noise * noise;
      const nextLevel = steps[i + 1]?.level ?? { signal: 1, noise: 0 };
      const expected = nextLevel.signal * x0 + nextLevel.noise * noise;
      expect(stepped).toBeCloseTo(expected, scheduler.kind === 'lcm' ? 4 : 10);
    }
  });
});

describe('samplingSchedule on normally distributed pictures, for which the best model is linear', () => {
  const PICTURE_DEVIATION = 0.5;

  it.each([
    ['ddim', 1_000, 0.01],
    ['discrete-euler', 1_000, 0.01],
    ['ddim', 20, 0.2],
  ] as const)('%s in %i steps reproduces their standard deviation within %f', (kind, count, tolerance) => {
    const schedule = samplingSchedule(parse({ kind, ...stableDiffusion }), count);
    // E[noise | x] for x = a · x0 + s · noise is s · x / (a² · deviation² + s²).
    const levels = new Map(
      schedule.steps.map(({ timestep, level }) => {
        const scale = Math.hypot(level.signal, level.noise);
        return [timestep, { signal: level.signal / scale, noise: level.noise / scale }];
      }),
    );
    const bestModel = (x: number, timestep: number) => {
      const { signal, noise } = levels.get(timestep)!;
      return (noise * x) / (signal ** 2 * PICTURE_DEVIATION ** 2 + noise ** 2);
    };
    // The sampler is linear: it scales one standard deviation as it scales every sample.
    const [deviation] = sample(schedule, [schedule.initialNoiseSigma], bestModel);
    expect(Math.abs(deviation! / PICTURE_DEVIATION - 1)).toBeLessThan(tolerance);
  });
});

describe('maxDistinctSteps', () => {
  const STRENGTHS = [0.05, 0.09, 0.33, 0.6, 1];
  const kinds = [
    { kind: 'ddim', spacing: 'leading' },
    { kind: 'ddim', spacing: 'trailing' },
    { kind: 'discrete-euler', spacing: 'linspace' },
    { kind: 'lcm' },
  ];
  const distinct = (scheduler: Scheduler, count: number, strength: number) =>
    new Set(timestepsOf(samplingSchedule(scheduler, count, strength))).size;

  it.each(kinds)('gives steps that all differ: %j', (kind) => {
    const scheduler = parse({ ...kind, ...stableDiffusion });
    for (const strength of STRENGTHS) {
      const most = maxDistinctSteps(scheduler, strength);
      expect(distinct(scheduler, most, strength)).toBe(most);
      expect(distinct(scheduler, Math.ceil(most / 2), strength)).toBe(Math.ceil(most / 2));
    }
  });

  // 'linspace' timesteps may be fractional, so they differ beyond the limit too.
  it.each(kinds.filter(({ spacing }) => spacing !== 'linspace'))('repeats steps when doubled: %j', (kind) => {
    const scheduler = parse({ ...kind, ...stableDiffusion });
    const most = maxDistinctSteps(scheduler, 0.05);
    expect(distinct(scheduler, 2 * most, 0.05)).toBeLessThan(2 * most);
  });

  it('is unlimited for flow matching', () => {
    expect(maxDistinctSteps(parse({ kind: 'flow-matching-euler' }), 0.05)).toBe(Infinity);
  });
});
