import type { InferenceErrorCode } from '#inference/runtime/inferenceError.ts';
import type { ModelStoreErrorCode } from '#miner/models/modelStoreError.ts';

/** What the GPU worker and its client add to the codes of the engine and of the model store. */
export type GpuErrorCode =
  | InferenceErrorCode
  | ModelStoreErrorCode
  /** This browser has no WebGPU, or gives a worker none. */
  | 'NO_WEBGPU'
  /** WebGPU is there, but there is no adapter (blocklisted, switched off, crashed too often). */
  | 'NO_ADAPTER'
  /** The GPU lacks what the model's graphs are written for. */
  | 'GPU_UNFIT'
  /** `load` first. */
  | 'MODEL_NOT_LOADED'
  /** The graph has a node that WebGPU cannot run, the runtime refused it, or could not be loaded itself. */
  | 'SESSION_FAILED'
  /** This GPU gave wrong numbers on the reference task. */
  | 'CONFORMANCE_FAILED'
  /** The runtime threw in the middle of a task. */
  | 'RUN_FAILED'
  | 'DEVICE_LOST'
  /** The GPU had no memory for a buffer that was asked of it. */
  | 'OUT_OF_MEMORY'
  /** The GPU refused a command or failed at one, so that what came of it is worth nothing. */
  | 'DEVICE_FAULT'
  /** A call took longer than its bound; the worker was killed. */
  | 'TIMED_OUT'
  | 'WORKER_CRASHED'
  | 'QUEUE_FULL'
  | 'DISPOSED';

/** After these the GPU worker is gone, with its models. */
export const ENDS_WORKER: readonly GpuErrorCode[] = [
  'RUN_FAILED',
  'DEVICE_LOST',
  'OUT_OF_MEMORY',
  'DEVICE_FAULT',
  'TIMED_OUT',
  'WORKER_CRASHED',
];

export const isOneOf = (codes: readonly GpuErrorCode[], error: unknown): error is GpuError =>
  error instanceof GpuError && codes.includes(error.code);

/** An error of the tab's GPU side; it crosses the worker's border with code and figures. */
export class GpuError extends Error {
  override readonly name = 'GpuError';
  readonly code: GpuErrorCode;
  /** Measured numbers that explain the refusal, e.g. `relativeL2` and `tolerance`. */
  readonly figures: Readonly<Record<string, number>>;

  constructor(
    code: GpuErrorCode,
    message: string,
    figures: Record<string, number> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.figures = figures;
  }
}
