import { z } from 'zod';

/** What the discrete schedulers share: the noise of training, and which of its time steps are taken. */
const trained = {
  trainSteps: z.number().int().min(1).max(10_000),
  betaStart: z.number().positive(),
  betaEnd: z.number().positive().lt(1),
  /** Whether beta itself or its square root grows in equal steps (Stable Diffusion: 'scaled-linear'). */
  betas: z.enum(['linear', 'scaled-linear']).default('scaled-linear'),
  /** What the network gives: the noise, or the velocity α·noise − σ·picture (Salimans & Ho 2022). */
  prediction: z.enum(['epsilon', 'v']).default('epsilon'),
};

const spaced = {
  /** Table 2 of Lin et al. 2023; few-step models are trained for 'trailing'. */
  spacing: z.enum(['leading', 'trailing', 'linspace']).default('trailing'),
  /** Added to 'leading' time steps (Stable Diffusion: 1). */
  stepsOffset: z.number().int().min(0).max(10).default(0),
};

/** The straight path between noise and picture; the network gives its velocity. */
const flowMatchingEuler = z.strictObject({
  kind: z.literal('flow-matching-euler'),
  /**
   * 'to-picture': time runs from 0 (noise) to 1, the network gives picture − noise. 'to-noise' (Stable
   * Diffusion 3, Flux): it is fed σ · trainSteps and gives noise − picture.
   */
  velocity: z.enum(['to-picture', 'to-noise']).default('to-picture'),
  trainSteps: z.number().int().min(1).max(10_000).default(1_000),
  /** Above 1 more steps are spent where there is most noise: σ becomes s·σ / (1 + (s − 1)·σ). */
  shift: z.number().positive().max(100).default(1),
  /** 'trailing' (Flux) ends its last step at no noise in equal parts, 'linspace' (SD3) just before it. */
  spacing: z.enum(['trailing', 'linspace']).default('trailing'),
});

/** Euler's method over σ (Karras et al. 2022, algorithm 1 without churn). */
const discreteEuler = z.strictObject({ kind: z.literal('discrete-euler'), ...trained, ...spaced });

/** Deterministic DDIM (Song et al. 2020, η = 0). */
const ddim = z.strictObject({
  kind: z.literal('ddim'),
  ...trained,
  ...spaced,
  /** Whether the last step ends at no noise at all, or at that of time step 0 (Stable Diffusion: false). */
  setAlphaToOne: z.boolean().default(true),
});

/** Multistep sampling of a latent consistency model (Luo et al. 2023), with fresh noise at every step. */
const lcm = z.strictObject({
  kind: z.literal('lcm'),
  ...trained,
  /** Steps of the schedule that was distilled; a task's are chosen from these. */
  originalSteps: z.number().int().min(1).max(1_000).default(50),
  /** How sharply the boundary condition sets in. */
  timestepScaling: z.number().positive().default(10),
});

/** How a model's noise becomes a picture. Field names are those of the published `scheduler_config.json`. */
export const schedulerSchema = z.discriminatedUnion('kind', [flowMatchingEuler, discreteEuler, ddim, lcm]);

export type Scheduler = z.infer<typeof schedulerSchema>;
export type SchedulerOf<K extends Scheduler['kind']> = Extract<Scheduler, { kind: K }>;
export type TimestepSpacing = SchedulerOf<'ddim'>['spacing'];
