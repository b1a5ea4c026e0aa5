import { createRoute } from '@hono/zod-openapi';
import { formatEther } from 'viem';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import { Quota } from '#coordinator/api/http/quota.ts';
import { setHeaders } from '#coordinator/api/http/setHeaders.ts';
import type { ListedTask, TaskList } from '#coordinator/records/taskList.ts';
import { apiErrorSchema } from '#protocol/messages/api.ts';
import {
  type ApiListedTask,
  apiTaskListQuerySchema,
  apiTaskListSchema,
  writeTaskCursor,
} from '#protocol/task/apiTaskList.ts';

/** What a client may ask for: a page that shows the newest looks again every few seconds. */
const TASK_LIST_QUOTA = { requests: 120, periodSeconds: 60 };

const list = createRoute({
  method: 'get',
  path: '/v1/network/tasks',
  summary: 'The newest tasks of this coordinator, without their prompts and results',
  request: { query: apiTaskListQuerySchema },
  responses: {
    200: jsonContent(apiTaskListSchema, 'The tasks, those under way first, then those that ended last'),
    default: jsonContent(apiErrorSchema, 'No answer; `error` says why'),
  },
});

export function addTaskListRoute(
  api: Api,
  { tasks, uptimeMs }: { tasks: Pick<TaskList, 'page'>; uptimeMs(): number },
): void {
  const quota = new Quota(TASK_LIST_QUOTA, uptimeMs);
  api.openapi(list, async (context) => {
    setHeaders(context, quota.take(context.get('client')));
    const { after, limit } = context.req.valid('query');
    const { tasks: found, next } = await tasks.page(after, limit);
    return context.json(
      {
        ...{ object: 'list' as const, data: found.map(listedView) },
        next: next === null ? null : writeTaskCursor(next),
      },
      200,
    );
  });
}

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

const listedView = ({ createdAt, finishedAt, amount, ...task }: ListedTask): ApiListedTask => ({
  ...{ ...task, object: 'listed_task', created_at: seconds(createdAt) },
  finished_at: finishedAt === null ? null : seconds(finishedAt),
  amount_cai: amount === null ? null : formatEther(amount),
});
