/** sample · x + modelOutput · output, where x is the sample before `inputScale` and output the denoiser's. */
export interface LinearCombination {
  readonly sample: number;
  readonly modelOutput: number;
}

/** What a noisy sample is made of: signal · x0 + noise · standard normal noise. */
export interface NoiseLevel {
  readonly signal: number;
  readonly noise: number;
}

/** One evaluation of the denoiser, on (inputScale · x, timestep), and what follows from its output. */
export interface SchedulerStep {
  readonly timestep: number;
  readonly inputScale: number;
  /** The next sample, plus `noise` times fresh standard normal noise. */
  readonly next: LinearCombination & { readonly noise: number };
  /** The clean latent as this step predicts it. */
  readonly predictedX0: LinearCombination;
  /** The level of the sample that goes into this step. */
  readonly level: NoiseLevel;
}

/** A task's scheduler steps, the noisiest first. */
export interface SamplingSchedule {
  /** The initial sample is this times standard normal noise. */
  readonly initialNoiseSigma: number;
  readonly steps: readonly SchedulerStep[];
}
