import { createRoute, z } from '@hono/zod-openapi';
import type { Hex } from 'viem';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import { Quota } from '#coordinator/api/http/quota.ts';
import { setHeaders } from '#coordinator/api/http/setHeaders.ts';
import { sharedView } from '#coordinator/api/shared/sharedView.ts';
import type { TaskAccess } from '#coordinator/api/tasks/taskAccess.ts';
import type { TaskDesk } from '#coordinator/api/tasks/taskDesk.ts';
import { shareableOf } from '#coordinator/shared/shareable.ts';
import { isUnsound, type Shareable, type SharedResults } from '#coordinator/shared/sharedResults.ts';
import type { TaskRecord } from '#coordinator/store/taskRecord.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';
import { hashFieldOf } from '#protocol/fields.ts';
import { apiErrorSchema } from '#protocol/messages/api.ts';
import { apiSharedResultSchema, apiUnsharedSchema, SHARED_LIMIT } from '#protocol/task/apiShared.ts';

/** What a client may share or take back: a person does it now and then. */
export const SHARE_QUOTA = { requests: 30, periodSeconds: 600 };

const request = {
  params: z.object({ id: hashFieldOf('a task’s id') }),
  /** The task's key, from the header `x-cuckoo-task-key` of the answer to its request. */
  query: z.object({ key: z.string().max(64).optional() }),
};
const path = '/v1/tasks/{id}/share';
const failure = jsonContent(apiErrorSchema, 'Nothing was changed; `error` says why');

const share = createRoute({
  ...{ method: 'post', path, request },
  summary: 'Make a finished result public: its picture or text, prompt, model and miner',
  responses: { 200: jsonContent(apiSharedResultSchema, 'What is public now'), default: failure },
});
const takeBack = createRoute({
  ...{ method: 'delete', path, request },
  summary: 'Take a shared result back; whether it was shared or not, it is not public afterwards',
  responses: { 200: jsonContent(apiUnsharedSchema, 'It is not public'), default: failure },
});

const notShareable = (why: string) => new ApiFault('not_shareable', why, { param: 'id' });

interface ShareRoutesDeps {
  shared: Pick<SharedResults, 'isOn' | 'share' | 'takeBack'>;
  store: Pick<TaskStore, 'find'>;
  desk: Pick<TaskDesk, 'result'>;
  access: Pick<TaskAccess, 'allows'>;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** The routes by which a result's maker makes it public, and takes it back. */
export function addShareRoutes(api: Api, deps: ShareRoutesDeps): void {
  const { shared, store, desk, access } = deps;
  const quota = new Quota(SHARE_QUOTA, deps.uptimeMs);

  const ownTask = async (id: Hex, key: string | undefined): Promise<TaskRecord> => {
    const task = await store.find(id);
    if (task === undefined) throw new ApiFault('task_not_found', 'There is no such task.', { param: 'id' });
    // A replica is the coordinator's, whoever has its key.
    if (!access.allows(id, key) || task.replicaOf !== null)
      throw new ApiFault('not_your_task', 'Only the client that asked for a task may do that.');
    return task;
  };

  api.openapi(share, async (context) => {
    if (!shared.isOn) throw new ApiFault('sharing_off', 'This coordinator shows no shared results.');
    setHeaders(context, quota.take(context.get('client')));
    const { id } = context.req.valid('param');
    const task = await ownTask(id, context.req.valid('query').key);
    const result = await shared.share(await publicPartOf(task, desk));
    if (result === undefined)
      throw new ApiFault(
        'share_removed',
        'The coordinator’s operator has removed this result from the list.',
      );
    return context.json(sharedView(result), 200);
  });

  api.openapi(takeBack, async (context) => {
    setHeaders(context, quota.take(context.get('client')));
    const { id } = context.req.valid('param');
    await ownTask(id, context.req.valid('query').key);
    await shared.takeBack(id);
    return context.json({ id, object: 'shared_result' as const, deleted: true as const }, 200);
  });
}

/** @throws ApiFault where nothing may be shown of it */
async function publicPartOf(task: TaskRecord, desk: Pick<TaskDesk, 'result'>): Promise<Shareable> {
  if (task.status !== 'done' || task.payment === null)
    throw notShareable('Only the result of a finished task can be shared.');
  if (isUnsound(task.audit))
    throw notShareable('This result did not pass its audit, so it cannot be shared.');
  const result = await desk.result(task);
  if (result === undefined || task.request === null)
    throw new ApiFault('no_result', 'The task has no result, or its result was deleted.');
  const shareable = shareableOf(task.id, task.request, result);
  if (shareable.content.length <= SHARED_LIMIT.contentBytes) return shareable;
  const most = SHARED_LIMIT.contentBytes / 1024 / 1024;
  throw new ApiFault('result_too_large', `A shared result may have ${most} MiB at most.`);
}
