import type { TaskResult } from '#protocol/task/taskResult.ts';

/** A finished task. */
export interface TaskOutcome {
  readonly result: TaskResult;
  /** The parts of the work's trace, in order: see `workTraceSchema`. */
  readonly trace: readonly Uint8Array<ArrayBuffer>[];
  /** Time on the GPU without queueing, in seconds; a task's share where several ran in one batch. */
  readonly seconds: number;
  /** Text only, once a second token was sampled: tokens per second after the prefill. */
  readonly tokensPerSecond?: number;
}
