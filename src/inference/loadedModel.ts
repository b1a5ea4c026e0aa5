import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { TestedModel } from '#inference/conformance/admission.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';
import type { RunOptions } from '#inference/runtime/runOptions.ts';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

/** How to use a back end best for a model, and how quick it is then. */
export interface Calibration {
  /** How many runs may be in flight at once. */
  readonly maxBatchSize: number;
  /** Price units (tokens or steps) of the task that was timed. */
  readonly units: number;
  /** Seconds that this task took, with compiled shaders. */
  readonly seconds: number;
}

/** A result to be audited. */
export interface AuditedWork {
  readonly request: TaskRequest;
  readonly result: TaskResult;
  /**
   * Parts of its trace by index, each checked against the signed root; undefined if its miner handed over
   * none.
   */
  readonly parts: ReadonlyMap<number, Uint8Array> | undefined;
}

/** A model that is ready to run. Calls come one at a time, except as many runs as `calibrate` allows. */
export interface LoadedModel extends TestedModel {
  readonly manifest: Manifest;
  /** @throws InferenceError BAD_REQUEST, PROMPT_TOO_LONG, CANCELLED, NOT_FINITE */
  run(request: TaskRequest, options?: RunOptions): Promise<TaskOutcome>;
  /**
   * Computes the parts of a result again that can be, and measures how far it is from them. An image whose
   * trace is unknown is computed in full, and each step is told.
   * @throws InferenceError BAD_REQUEST, PROMPT_TOO_LONG, CANCELLED, NOT_FINITE
   */
  audit(work: AuditedWork, options?: RunOptions): Promise<AuditMeasure>;
  /**
   * Finds out how to use the back end best while its results stay within the manifest's tolerance: whether
   * draft tokens can be verified, how long runs take, and how many may be in flight. Call it after `check`,
   * whose runs compile the shaders.
   */
  calibrate(): Promise<Calibration>;
  dispose(): Promise<void>;
}
