import type { GpuError } from '#miner/gpu/gpuError.ts';
import type { AdapterInfo, ConformanceReport, LoadProgress, Mends, TaskOutcome } from '#miner/gpu/gpuProtocol.ts';
import type { TaskProgress, TaskRequest } from '#protocol/task.ts';

export interface GpuClientOptions {
  /** Absolute URL of the folder with `catalogue.json`; the page's `/models/` by default. */
  readonly modelsUrl?: string;
  /** Tests only: a back end without a mend must fail its conformance task. */
  readonly mends?: Mends;
  /** Told once when the worker dies with no call in flight, as when the GPU is lost while idle. */
  readonly onLost?: (error: GpuError) => void;
}

/**
 * The tab's GPU. Calls queue up and run one at a time; each rejects with a `GpuError`. After DEVICE_LOST, TIMED_OUT
 * or WORKER_CRASHED the worker is gone with its models: the next call starts a fresh one, so `load` and
 * `conformance` come again before `run`.
 */
export interface GpuClient {
  /** Starts the worker and names its adapter. @throws GpuError NO_WEBGPU, NO_ADAPTER */
  probe(): Promise<AdapterInfo>;
  /** Downloads (or takes from the store), verifies and compiles a model; nothing to do if it is loaded. */
  load(modelId: string, onProgress?: (progress: LoadProgress) => void): Promise<void>;
  /** Runs the model's reference task. @throws GpuError CONFORMANCE_FAILED with figures */
  conformance(modelId: string): Promise<ConformanceReport>;
  /** Runs a task. Aborting the signal ends it at the next step or token with CANCELLED. */
  run(
    request: TaskRequest,
    onProgress?: (progress: TaskProgress) => void,
    signal?: AbortSignal,
  ): Promise<TaskOutcome>;
  /** Kills the worker; calls in flight and later ones reject with DISPOSED. */
  dispose(): void;
}

/** `createGpuClient(options?: GpuClientOptions): GpuClient` follows. */
