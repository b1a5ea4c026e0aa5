import type { Hex } from 'viem';
import { imageFieldsSchema, toImageRequest } from '#coordinator/api/images/imageOrder.ts';
import { testCatalogue } from '#coordinator/testing/world.ts';
import { type ApiTask, apiTaskSchema, KEEP_HEADER } from '#protocol/messages/api.ts';
import { encodeTaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import type { CoordinatorReady } from '#tools/trust/kills/coordinatorProcess.ts';

/** Who makes the picture of this salt forges it; made again it has another one. */
export const FORGED: Hex = `0x${'5a'.repeat(16)}`;
/** With a salt of its own an app may ask again: there is one task of it. */
const ORDER = { prompt: 'a fox', seed: 7, salt: FORGED };

/** A task is known by its request. */
export const TASK_ID: Hex = taskIdOf(
  encodeTaskRequest(toImageRequest(testCatalogue(), imageFieldsSchema.parse(ORDER))),
);

const url = ({ apiPort }: CoordinatorReady, path: string) => `http://127.0.0.1:${apiPort}${path}`;

/** Asks for the image. @returns whether the coordinator has the task now, from this or an earlier call */
export async function order(coordinator: CoordinatorReady): Promise<boolean> {
  const answer = await fetch(url(coordinator, '/v1/images/generations'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', [KEEP_HEADER]: '1' },
    body: JSON.stringify({ ...ORDER, stream: true }),
  });
  // The coordinator may die while the answer comes; the task is looked up by its id.
  answer.text().catch(() => undefined);
  return answer.ok || answer.status === 409;
}

/** @throws Error while the coordinator does not know it, or is away */
export async function taskOf(coordinator: CoordinatorReady, id: string): Promise<ApiTask> {
  const answer = await fetch(url(coordinator, `/v1/tasks/${id}`));
  if (!answer.ok) throw new Error(`The coordinator answers ${answer.status} about the task.`);
  return apiTaskSchema.parse(await answer.json());
}
