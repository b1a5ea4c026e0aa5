import type { Hex } from 'viem';
import type { Manifest } from '#inference/manifest/manifest.ts';
import { chosenBy } from '#protocol/task/saltSecret.ts';
import { dayOf, encodeTaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import type { Order } from '#web/create/order/order.ts';
import { requestsOf } from '#web/create/saved/requestsOf.ts';
import type { ExpectedTask } from '#web/create/saved/savedResult.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * The task that an order must become with its own salt and seed, computed here from the model's manifest on
 * this site. A text's request names the coordinator's day, so it may be one of three.
 * @returns null where it cannot be told
 * @example await expectedTasks({ order, secret, isPictureLost: false }, manifest, Date.now());
 */
export async function expectedTasks(
  { order, secret, isPictureLost }: { order: Order; secret: Hex; isPictureLost: boolean },
  manifest: Manifest | undefined,
  nowMs: number,
): Promise<ExpectedTask[] | null> {
  if (isPictureLost) return null;
  const { salt, seed } = chosenBy(secret);
  const chosen = { salt, seed: order.seed ?? seed };
  const days = [-DAY_MS, 0, DAY_MS].map((offset) => dayOf(nowMs + offset));
  const requests = await requestsOf({ order, chosen, days }, manifest);
  return (
    requests?.map((request) => {
      const id = taskIdOf(encodeTaskRequest(request));
      return request.kind === 'text' && request.date !== undefined ? { id, date: request.date } : { id };
    }) ?? null
  );
}
