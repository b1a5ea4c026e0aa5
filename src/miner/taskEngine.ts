import type { TaskProgress, TaskRequest, TaskResult } from '#protocol/task.ts';

/** A finished run. */
export interface TaskOutcome {
  result: TaskResult;
  /** Wall time on the GPU, without queueing. */
  seconds: number;
  tokensPerSecond?: number;
}

/**
 * Whatever runs tasks for the mining loop: the tab's GPU, or a test's. It is asked for one task at a time.
 */
export interface TaskEngine {
  /** Ids of the models that have passed their reference task. */
  models(): string[];
  /** @throws when the GPU fails, or the signal is aborted */
  run(
    request: TaskRequest,
    options: { onProgress: (progress: TaskProgress) => void; signal: AbortSignal },
  ): Promise<TaskOutcome>;
}
