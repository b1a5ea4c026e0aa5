import type { Hex } from 'viem';
import type { Manifest } from '#inference/manifest/manifest.ts';
import { replacementSalt } from '#protocol/task/replacementSalt.ts';
import { dayOf, encodeTaskRequest, type TaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import { obstacleTo } from '#web/create/rerun/obstacle.ts';
import { RerunError } from '#web/create/rerun/rerunError.ts';
import type { AskedOrder } from '#web/create/saved/askedOrder.ts';
import { type OrderedWork, requestsOf } from '#web/create/saved/requestsOf.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** A text's request names the day of its order, by its coordinator's clock. A task may end a day later. */
const DAYS_BEFORE_SAVED = [-2, -1, 0, 1];

/**
 * The request that a result answers, made again of what this browser kept of the order. It is the task's own
 * to the byte: the task's id is its hash. So nothing that was changed here or at the coordinator goes unseen.
 * @param manifest of the model on this site
 * @throws RerunError as `obstacleTo`; MODEL_UNKNOWN, OTHER_TASK
 * @example const request = await requestAgain(result, manifest);
 */
export async function requestAgain(
  result: SavedResult,
  manifest: Manifest | undefined,
): Promise<TaskRequest> {
  const obstacle = obstacleTo(result);
  if (obstacle !== undefined) throw new RerunError(obstacle);
  const { receipt, savedAt, replaced } = result;
  const asked = result.asked!;
  if (manifest === undefined) throw new RerunError('MODEL_UNKNOWN');
  const first = replaced?.at(-1)?.taskId;
  const chosen = {
    salt: (first === undefined ? asked.salt! : replacementSalt(first)) as Hex,
    seed: receipt.seed,
  };
  const days = DAYS_BEFORE_SAVED.map((days) => dayOf(savedAt + days * DAY_MS));
  const requests = await requestsOf({ order: orderOf(asked, result.prompt), chosen, days }, manifest);
  const request = requests?.find((each) => taskIdOf(encodeTaskRequest(each)) === receipt.task_id);
  if (request === undefined) throw new RerunError('OTHER_TASK');
  return request;
}

function orderOf(asked: AskedOrder, prompt: string): OrderedWork {
  const { salt: _, ...settings } = asked;
  if (settings.kind === 'text') return { ...settings, prompt };
  const { start, ...image } = settings;
  return { ...image, prompt, ...(start !== undefined && start !== 'lost' && { start }) };
}
