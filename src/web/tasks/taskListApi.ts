import { type ApiTaskList, apiTaskListSchema } from '#protocol/task/apiTaskList.ts';
import { read } from '#web/coordinator/coordinatorApi.ts';

/** Tasks that are read of each coordinator at once. */
export const TASKS_AT_ONCE = 25;

/**
 * Some of a coordinator's tasks, without their prompts.
 * @param after `next` of the page before; null for the newest
 * @throws ApiFailure
 */
export const listTasks = (baseUrl: string, after: string | null): Promise<ApiTaskList> =>
  read(
    baseUrl,
    `/v1/network/tasks?limit=${TASKS_AT_ONCE}${after === null ? '' : `&after=${encodeURIComponent(after)}`}`,
    apiTaskListSchema,
  );
