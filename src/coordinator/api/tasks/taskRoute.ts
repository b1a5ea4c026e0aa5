import { createRoute, z } from '@hono/zod-openapi';
import type { Hex } from 'viem';
import { type Content, ContentsUnderWay } from '#coordinator/api/content/contentsUnderWay.ts';
import { sendContent } from '#coordinator/api/content/sendContent.ts';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import { Quota } from '#coordinator/api/http/quota.ts';
import { setHeaders } from '#coordinator/api/http/setHeaders.ts';
import type { TaskAccess } from '#coordinator/api/tasks/taskAccess.ts';
import type { TaskDesk } from '#coordinator/api/tasks/taskDesk.ts';
import { liveTaskView, taskView } from '#coordinator/api/tasks/taskView.ts';
import type { Scheduler } from '#coordinator/scheduler/scheduler.ts';
import type { TaskRecord } from '#coordinator/store/taskRecord.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';
import { hashFieldOf } from '#protocol/fields.ts';
import {
  type ApiTask,
  apiErrorSchema,
  apiTaskSchema,
  FINISH_HEADER,
  TASK_HEADER,
} from '#protocol/messages/api.ts';

const taskId = hashFieldOf(`a task’s id, as in the header ${TASK_HEADER} of the answer to its request`);
const params = z.object({ id: taskId });
/** The task's key, from the header `x-cuckoo-task-key` of the answer to its request. */
const query = z.object({ key: z.string().max(64).optional() });
/** `cbor` gives the bytes that the miner signed: a text's hold its token ids, which an audit needs. */
const resultQuery = query.extend({ form: z.enum(['cbor']).optional() });
const failure = jsonContent(apiErrorSchema, 'No such task, or not yours');

const look = createRoute({
  method: 'get',
  path: '/v1/tasks/{id}',
  summary: 'The state of a task',
  request: { params, query },
  responses: { 200: jsonContent(apiTaskSchema, 'The task'), default: failure },
});
const cancel = createRoute({
  method: 'delete',
  path: '/v1/tasks/{id}',
  summary: 'Cancel a task; only for the client that asked for it',
  request: { params, query },
  responses: { 200: jsonContent(apiTaskSchema, 'The task as it ended'), default: failure },
});
const result = createRoute({
  method: 'get',
  path: '/v1/tasks/{id}/result',
  summary: 'A task’s result; only for the client that asked for it or has the key of its `result_url`',
  request: { params, query: resultQuery },
  responses: {
    200: {
      description: 'The result',
      content: {
        'image/png': { schema: z.string() },
        'text/plain': { schema: z.string() },
        'application/cbor': { schema: z.string() },
      },
    },
    default: failure,
  },
});

/**
 * Results that a client may ask for, if only for their lengths: each is read whole, up to 16 MB, whether or
 * not the client takes it.
 */
export const RESULT_QUOTA = { requests: 600, periodSeconds: 60 };

/** A result never changes. */
const KEPT = { 'cache-control': 'private, max-age=3600, immutable' };

/** A result, as it is sent. */
interface TaskContent extends Content {
  readonly headers: Record<string, string>;
}

const noResult = () => new ApiFault('no_result', 'The task has no result, or its result was deleted.');
const notFound = () => new ApiFault('task_not_found', 'There is no such task.', { param: 'id' });
const notYours = () => new ApiFault('not_your_task', 'Only the client that asked for a task may do that.');

export function addTaskRoutes(
  api: Api,
  deps: {
    desk: TaskDesk;
    scheduler: Scheduler;
    store: TaskStore;
    access: TaskAccess;
    /** ms on a clock that never jumps. */
    uptimeMs(): number;
  },
): void {
  const { desk, scheduler, store, access } = deps;

  const taskOf = async (id: Hex, key: string | undefined): Promise<ApiTask> => {
    const isOwn = access.allows(id, key);
    const pathOf = (each: Hex) => (isOwn ? access.resultPath(each) : null);
    const live = scheduler.board.get(id);
    if (live !== undefined) return liveTaskView(live, scheduler.board, desk.coordinator, pathOf);
    const task = await store.find(id);
    if (task === undefined) throw notFound();
    return taskView(task, desk.coordinator, pathOf);
  };

  const reads = new Quota(RESULT_QUOTA, deps.uptimeMs);
  const contents = new ContentsUnderWay<TaskContent>();
  const contentOf = async (task: TaskRecord, form: 'cbor' | undefined): Promise<TaskContent | undefined> => {
    if (form === 'cbor') {
      const signed = await store.result(task.id);
      const headers = { 'content-type': 'application/cbor' };
      return signed && { content: new Uint8Array(signed), headers };
    }
    const found = await desk.result(task);
    if (found?.kind === 'image')
      return { content: new Uint8Array(found.png), headers: { 'content-type': 'image/png' } };
    return (
      found && {
        content: new TextEncoder().encode(found.text),
        headers: { 'content-type': 'text/plain; charset=utf-8', [FINISH_HEADER]: found.finishReason },
      }
    );
  };

  api.openapi(look, async (context) =>
    context.json(await taskOf(context.req.valid('param').id, context.req.valid('query').key), 200),
  );

  api.openapi(cancel, async (context) => {
    const { id } = context.req.valid('param');
    const { key } = context.req.valid('query');
    const task = scheduler.board.get(id) ?? (await store.find(id));
    if (task === undefined) throw notFound();
    // A replica is the coordinator's: a miner that orders its own fakes would end their audits.
    if (!access.allows(id, key) || task.replicaOf !== null) throw notYours();
    if (!(await scheduler.cancel(id))) {
      throw new ApiFault('task_over', 'The task has already ended, so it cannot be cancelled.', {
        headers: { 'x-should-retry': 'false' },
      });
    }
    return context.json(await taskOf(id, key), 200);
  });

  api.openapi(result, async (context) => {
    setHeaders(context, reads.take(context.get('client')));
    const { id } = context.req.valid('param');
    const task = await store.find(id);
    if (task === undefined) throw notFound();
    const { key, form } = context.req.valid('query');
    if (!access.allows(id, key)) throw notYours();
    const taken = await contents.take(`${id}/${form}`, () => contentOf(task, form));
    if (taken === undefined) throw noResult();
    return sendContent(context, taken, { ...KEPT, ...taken.headers });
  });
}
