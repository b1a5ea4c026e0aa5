import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

/** A finished run. */
export interface TaskOutcome {
  result: TaskResult;
  /** Time on the GPU, without queueing; a share of it where several tasks had it together. */
  seconds: number;
  tokensPerSecond?: number;
}

/**
 * Whatever runs tasks for the mining loop: the tab's GPU, or a test's. It is asked for one task at a time, or for as many of one model
 * as it computes together.
 */
export interface TaskEngine {
  /** Ids of the models that have passed their reference task. */
  models(): string[];
  /** How many tasks of a model it computes together. */
  together(model: string): number;
  /** @throws when the GPU fails, or the signal is aborted */
  run(
    request: TaskRequest,
    options: { onProgress: (progress: TaskProgress) => void; signal: AbortSignal },
  ): Promise<TaskOutcome>;
}
