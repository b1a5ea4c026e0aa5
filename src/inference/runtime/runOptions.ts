import type { TaskProgress } from '#protocol/task/taskProgress.ts';

/** What every run of a task takes beside its request. */
export interface RunOptions {
  /** Ends the run at its next step or token with CANCELLED. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TaskProgress) => void) | undefined;
}
