import type { Hex } from 'viem';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { TestScope } from '#inference/conformance/admit.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import type { GpuErrorCode } from '#miner/gpu/gpuError.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/** The GPU as the browser names it. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** A software adapter: right, and slow. */
  readonly isFallback: boolean;
  readonly subgroupMinSize: number;
  /** What the device offers beyond WebGPU's core. */
  readonly features: ReadonlySet<string>;
  /** Version of ONNX Runtime. */
  readonly engine: string;
  /** Of the browser. */
  readonly userAgent: string;
}

/** Where a `load` stands: bytes of all the model's files together; `compile` counts graphs. */
export interface LoadProgress {
  readonly stage: 'download' | 'verify' | 'compile';
  readonly done: number;
  readonly total: number;
}

/** How many runs of test inputs are done. */
export interface TestProgress {
  readonly done: number;
  readonly total: number;
}

/** How far this GPU is from the references of a model's test inputs, each within `tolerance`. */
export interface ConformanceReport {
  readonly modelId: string;
  /** Hash of the manifest that was loaded. */
  readonly manifest: Hex;
  readonly tests: TestProgress;
  /** The largest of all inputs that have run. */
  readonly relativeL2: number;
  readonly tolerance: number;
}

/** How this GPU does the model's work. */
export interface PaceReport {
  /** Tasks that may run at the same time: they are computed together, as right as each alone. */
  readonly together: number;
  /** Of a task like the reference's, run as any is. */
  readonly seconds: number;
  /** What a task as large would be paid at the manifest's price, in wei of CAI as a decimal string. */
  readonly worthWei: string;
  /** Hash of the manifest that was loaded. */
  readonly manifest: Hex;
}

/**
 * Which workarounds of browser faults to apply (see `kernelWorkarounds.ts`). All by default; tests switch
 * them off.
 */
export interface Workarounds {
  readonly zeroLoopVariables: boolean;
  readonly withoutSmallSubgroups: boolean;
}

/**
 * What `gpu.worker.ts` offers (see `workerRpc.ts`); every error has a `GpuErrorCode`. One call at a time, or
 * runs of one text model: the client queues.
 */
export interface GpuWorkerApi {
  start(
    modelsUrl: string,
    workarounds: Workarounds,
    onDeviceFailed: (code: GpuErrorCode, message: string) => void,
  ): Promise<AdapterInfo>;
  load(modelId: string, onProgress: (progress: LoadProgress) => void): Promise<void>;
  conformance(
    modelId: string,
    scope: TestScope,
    onProgress: (progress: TestProgress) => void,
  ): Promise<ConformanceReport>;
  calibrate(modelId: string): Promise<PaceReport>;
  /** Frees the memory of a model; nothing to do if it is not loaded. */
  unload(modelId: string): Promise<void>;
  /** Aborting the signal ends the run at its next step or token. */
  run(
    request: TaskRequest,
    onProgress: (progress: TaskProgress) => void,
    signal: AbortSignal,
  ): Promise<TaskOutcome>;
  /** Measures another miner's result. Aborting the signal ends it at its next step. */
  audit(
    work: AuditedWork,
    onProgress: (progress: TaskProgress) => void,
    signal: AbortSignal,
  ): Promise<AuditMeasure>;
}
