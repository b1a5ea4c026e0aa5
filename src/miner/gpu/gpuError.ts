import type { InferenceErrorCode } from '#inference/runtime/inferenceError.ts';
import type { ModelStoreErrorCode } from '#miner/models/modelStoreError.ts';
import { CodedError, type CodedErrorOptions } from '#protocol/codedError.ts';

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
  /** This GPU gave wrong numbers on test inputs, or other ones when asked again. */
  | 'CONFORMANCE_FAILED'
  /** The runtime threw in the middle of a task. */
  | 'RUN_FAILED'
  | 'DEVICE_LOST'
  /** The GPU had no memory for a buffer that was asked of it. */
  | 'OUT_OF_MEMORY'
  /** The GPU refused a command or failed at it, so its output is worthless. */
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

/** Measured numbers that explain a refusal, such as `relativeL2` and `tolerance`. */
export type Figures = Readonly<Record<string, number>>;

/** An error of the tab's GPU side. */
export class GpuError extends CodedError<GpuErrorCode, Figures> {
  override readonly name = 'GpuError';

  constructor(code: GpuErrorCode, message: string, options: Partial<CodedErrorOptions<Figures>> = {}) {
    super(code, message, { details: {}, ...options });
  }
}

export const isOneOf = (codes: readonly GpuErrorCode[], error: unknown): error is GpuError =>
  error instanceof GpuError && codes.includes(error.code);

/**
 * The error as one of this side. Errors of the engine and of the model store keep their codes.
 * @param fallback the code for an error that has none
 */
export function toGpuError(error: unknown, fallback: GpuErrorCode): GpuError {
  if (error instanceof GpuError) return error;
  const message = error instanceof Error ? error.message : String(error);
  // What has a code here was thrown by the engine, the model store or this side of the worker.
  const code = error instanceof CodedError ? (error.code as GpuErrorCode) : fallback;
  const details = error instanceof CodedError ? (error.details as Figures | undefined) : undefined;
  return new GpuError(code, message, { details: details ?? {}, cause: error });
}
