import { describe, expect, it } from 'vitest';
import { mostSteps, noiseSchedule, type NoiseSchedule } from '#inference/diffusion/noiseSchedule.ts';
import { schedulerSchema, type Scheduler } from '#inference/manifest/schedulerConfig.ts';

/** A scheduler with its defaults. */
const parse = (scheduler: object): Scheduler => schedulerSchema.parse(scheduler);

const stableDiffusion = { trainSteps: 1_000, betaStart: 0.00085, betaEnd: 0.012 };
const timestepsOf = ({ steps }: NoiseSchedule) => steps.map(({ timestep }) => timestep);

/** Runs a network of numbers through a schedule. */
function sample(
  { steps }: NoiseSchedule,
  start: readonly number[],
  network: (x: number, timestep: number, index: number) => number,
  noise: (step: number) => number = () => 0,
): number[] {
  return steps.reduce(
    (xs, { timestep, inputScale, next }, step) =>
      xs.map((x, index) => {
        const output = network(x * inputScale, timestep, index);
        return next.sample * x + next.output * output + next.noise * noise(step);
      }),
    [...start],
  );
}

/**
 * The reference values that the diffusers library holds its own schedulers to (tests/schedulers, Apache-2.0): the sum
 * of absolute values after ten steps of the stand-in network x · t / (t + 1) on 768 numbers i / 768.
 */
describe("diffusers' published loop results", () => {
  const COUNT = 768;
  const ramp = Array.from({ length: COUNT }, (_, i) => i / COUNT);
  const network = (x: number, t: number) => (x * t) / (t + 1);
  const sum = (xs: readonly number[]) => xs.reduce((total, x) => total + Math.abs(x), 0);
  const linear = { betas: 'linear', betaStart: 0.0001, betaEnd: 0.02 };

  it.each([
    ['epsilon', {}, 172.0067],
    ['v', { prediction: 'v' }, 52.5302],
    ['ending at no noise', { setAlphaToOne: true, betaStart: 0.01 }, 149.8295],
    ['ending at time step 0', { setAlphaToOne: false, betaStart: 0.01 }, 149.0784],
  ])('DDIM, %s', (_, config, expected) => {
    const scheduler = parse({ kind: 'ddim', ...linear, trainSteps: 1_000, spacing: 'leading', ...config });
    expect(Math.abs(sum(sample(noiseSchedule(scheduler, 10), ramp, network)) - expected)).toBeLessThan(1e-2);
  });

  it('DDIM from a given picture under noise, the last two of ten steps', () => {
    const scheduler = parse({ kind: 'ddim', ...linear, trainSteps: 1_000, spacing: 'leading' });
    const schedule = noiseSchedule(scheduler, 2, 0.2);
    const { signal, noise } = schedule.steps[0]!.level;
    const noised = ramp.map((x, i) => signal * x + noise * ramp[COUNT - 1 - i]!);
    expect(Math.abs(sum(sample(schedule, noised, network)) - 354.5418)).toBeLessThan(1e-2);
  });

  it.each([
    ['epsilon', 10.0807],
    ['v', 0.0002],
  ])('discrete Euler, %s', (prediction, expected) => {
    const scheduler = parse({
      ...{ kind: 'discrete-euler', ...linear, trainSteps: 1_100, spacing: 'linspace', prediction },
    });
    const schedule = noiseSchedule(scheduler, 10);
    // That test goes on from the scaled sample, so this one does as well.
    let xs = ramp.map((x) => x * schedule.initialScale);
    for (const { timestep, inputScale, next } of schedule.steps) {
      xs = xs.map((x) => next.sample * x * inputScale + next.output * network(x * inputScale, timestep));
    }
    expect(Math.abs(sum(xs) - expected)).toBeLessThan(prediction === 'v' ? 1e-3 : 1e-2);
  });

  it('LCM, one step', () => {
    const schedule = noiseSchedule(parse({ kind: 'lcm', ...stableDiffusion }), 1);
    expect(Math.abs(sum(sample(schedule, ramp, network)) - 18.7097)).toBeLessThan(1e-2);
  });
});

describe('time steps', () => {
  it.each([
    // SD-Turbo's and the paper's Table 2; DDIM's test and Stable Diffusion's own; LCM's model card.
    [{ kind: 'discrete-euler', ...stableDiffusion }, 4, [999, 749, 499, 249]],
    [{ kind: 'ddim', ...stableDiffusion, spacing: 'leading', stepsOffset: 1 }, 5, [801, 601, 401, 201, 1]],
    [{ kind: 'ddim', ...stableDiffusion, spacing: 'linspace' }, 4, [999, 666, 333, 0]],
    [{ kind: 'lcm', ...stableDiffusion }, 4, [999, 759, 499, 259]],
  ])('of %o in %i', (config, count, expected) => {
    expect(timestepsOf(noiseSchedule(parse(config), count))).toEqual(expected);
  });

  it('rounds halves as NumPy does', () => {
    const schedule = noiseSchedule(parse({ kind: 'discrete-euler', ...stableDiffusion }), 16);
    expect(timestepsOf(schedule).slice(0, 4)).toEqual([999, 937, 874, 811]);
  });

  it('asks for the last part only where a picture is given, with as many evaluations', () => {
    const half = noiseSchedule(parse({ kind: 'discrete-euler', ...stableDiffusion }), 2, 0.5);
    expect(timestepsOf(half)).toEqual([499, 249]);
    const consistent = noiseSchedule(parse({ kind: 'lcm', ...stableDiffusion }), 4, 0.5);
    expect(timestepsOf(consistent)).toEqual([499, 379, 259, 139]);
  });
});

describe('flow matching', () => {
  it('walks from t = 0 to 1 in equal steps', () => {
    const { initialScale, steps } = noiseSchedule(parse({ kind: 'flow-matching-euler' }), 4);
    expect(initialScale).toBe(1);
    expect(steps.map(({ timestep }) => timestep)).toEqual([0, 0.25, 0.5, 0.75]);
    expect(steps.map(({ next }) => next)).toEqual(new Array(4).fill({ sample: 1, output: 0.25, noise: 0 }));
  });

  it('shifts as published: σ becomes 3σ / (1 + 2σ), fed as thousandths, in the other direction', () => {
    const scheduler = parse({ kind: 'flow-matching-euler', velocity: 'to-noise', shift: 3 });
    const { steps } = noiseSchedule(scheduler, 4);
    const sigmas = [1, 0.75, 0.5, 0.25, 0].map((sigma) => (3 * sigma) / (1 + 2 * sigma));
    steps.forEach(({ timestep, next, level }, i) => {
      expect(timestep).toBeCloseTo(1_000 * sigmas[i]!, 9);
      expect(next.output).toBeCloseTo(sigmas[i + 1]! - sigmas[i]!, 12);
      expect(level.noise).toBeCloseTo(sigmas[i]!, 12);
    });
  });

  it('ends just before the picture with linspace, as Stable Diffusion 3 does', () => {
    const scheduler = parse({
      kind: 'flow-matching-euler',
      velocity: 'to-noise',
      shift: 3,
      spacing: 'linspace',
    });
    const { steps } = noiseSchedule(scheduler, 28);
    // The smallest σ of training, shifted there and again here.
    const smallest = (3 * 0.001) / 1.002;
    expect(steps[0]!.timestep).toBe(1_000);
    expect(steps[27]!.timestep).toBeCloseTo((1_000 * 3 * smallest) / (1 + 2 * smallest), 9);
  });

  it('is exact on a straight path', () => {
    const [picture, noise] = [0.3, -1.2];
    for (const velocity of ['to-picture', 'to-noise'] as const) {
      const schedule = noiseSchedule(parse({ kind: 'flow-matching-euler', velocity, shift: 2 }), 5);
      const output = velocity === 'to-picture' ? picture - noise : noise - picture;
      expect(sample(schedule, [noise], () => output)[0]).toBeCloseTo(picture, 12);
    }
  });
});

it("discrete Euler has Stable Diffusion's published largest sigma, and begins within it when leading", () => {
  const trailing = noiseSchedule(parse({ kind: 'discrete-euler', ...stableDiffusion }), 1);
  expect(trailing.initialScale).toBeCloseTo(14.6146, 4);
  const leading = parse({ kind: 'discrete-euler', ...stableDiffusion, spacing: 'leading', stepsOffset: 1 });
  const { initialScale, steps } = noiseSchedule(leading, 50);
  expect(initialScale).toBeCloseTo(Math.hypot(steps[0]!.level.noise, 1), 12);
  expect(steps[0]!.timestep).toBe(981);
});

/** Independent of any library: what must hold when the network's answer is known in closed form. */
describe.each(['epsilon', 'v'] as const)('with a network that knows the truth (%s)', (prediction) => {
  const [picture, noise] = [0.4, -1.1];
  const output = ({ signal, noise: spread }: { signal: number; noise: number }) => {
    // Of unit variance, whatever the sampler's own scale.
    const scale = Math.hypot(signal, spread);
    return prediction === 'epsilon' ? noise : (signal / scale) * noise - (spread / scale) * picture;
  };
  const schedulers = (['discrete-euler', 'ddim', 'lcm'] as const).map((kind) =>
    parse({ kind, ...stableDiffusion, prediction }),
  );

  it.each(schedulers)('$kind foretells the picture at each step', (scheduler) => {
    for (const { level, picture: mix } of noiseSchedule(scheduler, 4).steps) {
      const x = level.signal * picture + level.noise * noise;
      const seen = mix.sample * x + mix.output * output(level);
      // A consistency model's boundary condition leaves a trace of the sample in.
      expect(seen).toBeCloseTo(picture, scheduler.kind === 'lcm' ? 4 : 10);
    }
  });

  it.each(schedulers)('$kind goes from each level to the next, to the picture in the end', (scheduler) => {
    const { steps } = noiseSchedule(scheduler, 4);
    for (const [i, { level, next }] of steps.entries()) {
      const x = level.signal * picture + level.noise * noise;
      const after = next.sample * x + next.output * output(level) + next.noise * noise;
      const following = steps[i + 1]?.level ?? { signal: 1, noise: 0 };
      const expected = following.signal * picture + following.noise * noise;
      expect(after).toBeCloseTo(expected, scheduler.kind === 'lcm' ? 4 : 10);
    }
  });
});

describe('on pictures that are themselves normal, where the best network is linear', () => {
  /** Standard deviation of the pictures. */
  const spread = 0.5;

  it.each([
    ['ddim', 1_000, 0.01],
    ['discrete-euler', 1_000, 0.01],
    ['ddim', 20, 0.2],
  ] as const)('%s in %i steps draws their spread within %f', (kind, count, tolerance) => {
    const schedule = noiseSchedule(parse({ kind, ...stableDiffusion }), count);
    // E[noise | x] for x = a · picture + s · noise: s · x / (a² · spread² + s²).
    const levels = new Map(
      schedule.steps.map(({ timestep, level }) => {
        const scale = Math.hypot(level.signal, level.noise);
        return [timestep, { signal: level.signal / scale, noise: level.noise / scale }];
      }),
    );
    const best = (x: number, timestep: number) => {
      const { signal, noise } = levels.get(timestep)!;
      return (noise * x) / (signal ** 2 * spread ** 2 + noise ** 2);
    };
    // The sampler is linear, so what becomes of one standard deviation is the deviation of all.
    const [drawn] = sample(schedule, [schedule.initialScale], best);
    expect(Math.abs(drawn! / spread - 1)).toBeLessThan(tolerance);
  });
});

describe('mostSteps', () => {
  const kinds = [
    { kind: 'ddim', spacing: 'leading' },
    { kind: 'ddim', spacing: 'trailing' },
    { kind: 'discrete-euler', spacing: 'linspace' },
    { kind: 'lcm' },
  ];
  it.each(kinds)('are all different for %j, and twice as many are not', (kind) => {
    const scheduler = parse({ ...kind, ...stableDiffusion });
    const differing = (count: number, strength: number) =>
      new Set(timestepsOf(noiseSchedule(scheduler, count, strength))).size;
    for (const strength of [0.05, 0.09, 0.33, 0.6, 1]) {
      const most = mostSteps(scheduler, strength);
      expect(differing(most, strength)).toBe(most);
      expect(differing(Math.ceil(most / 2), strength)).toBe(Math.ceil(most / 2));
    }
    const most = mostSteps(scheduler, 0.05);
    // 'linspace' falls between two of training's steps.
    if (kind.spacing !== 'linspace') expect(differing(2 * most, 0.05)).toBeLessThan(2 * most);
  });

  it('have no end on the straight path', () => {
    expect(mostSteps(parse({ kind: 'flow-matching-euler' }), 0.05)).toBe(Infinity);
  });
});
