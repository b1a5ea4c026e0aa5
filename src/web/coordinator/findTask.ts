import type { Hex } from 'viem';
import { type ApiTask, apiTaskSchema } from '#protocol/messages/api.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { read } from '#web/coordinator/coordinatorApi.ts';

/** A task as anybody may see it, and the coordinator that told of it. */
export interface FoundTask {
  url: string;
  task: ApiTask;
}

/**
 * Looks for a task at one coordinator after another: only the one that took it knows it.
 * @throws ApiFailure `task_not_found` where all say so, else what the last other one said
 */
export async function findTask(
  urls: readonly string[],
  id: Hex,
  look = (url: string) => read(url, `/v1/tasks/${id}`, apiTaskSchema),
): Promise<FoundTask> {
  let missing: unknown;
  let failure: unknown;
  for (const url of urls) {
    try {
      return { url, task: await look(url) };
    } catch (error) {
      if (error instanceof ApiFailure && error.code === 'task_not_found') missing = error;
      else failure = error;
    }
  }
  // One that does not answer may be the one that knows it.
  throw failure ?? missing;
}
