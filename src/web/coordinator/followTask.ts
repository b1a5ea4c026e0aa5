import { abortableSleep } from '#miner/abortableSleep.ts';
import { type ApiReceipt, type ApiTask, FINISH_HEADER } from '#protocol/messages/api.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { ApiFailure, apiSentence } from '#web/coordinator/apiFailure.ts';
import { bytesOf } from '#web/coordinator/bodyPieces.ts';
import { readResult, readTask } from '#web/coordinator/coordinatorApi.ts';
import { pngFrom } from '#web/coordinator/generateImage.ts';
import type { TaskHandle } from '#web/coordinator/orderNews.ts';
import { t } from '#web/language/translate.ts';

/** How often a task is looked up, in ms. */
export const LOOK_UP_MS = 1_000;

interface FollowNews {
  onTask(task: ApiTask): void;
  /** The coordinator does not answer; the task is looked up again. */
  onAway(): void;
}

type MadeResult =
  | { kind: 'image'; image: Blob }
  | { kind: 'text'; text: string; finishReason?: 'stop' | 'length' };
export type FollowedResult = MadeResult & { receipt: ApiReceipt };

/**
 * Follows a task whose stream is gone, by looking it up until it has ended; waits for a coordinator that is
 * away. Only `signal` bounds the wait.
 * @throws ApiFailure with the task's own failure; the signal's reason
 */
export async function followTask(
  baseUrl: string,
  handle: TaskHandle,
  news: FollowNews,
  signal: AbortSignal,
): Promise<FollowedResult> {
  for (;;) {
    const task = await whenBack(() => readTask(baseUrl, handle, signal), news, signal);
    news.onTask(task);
    const { status, error, receipt, kind } = task;
    if (status === 'failed' || status === 'expired' || status === 'cancelled') {
      throw new ApiFailure(
        error?.code ?? status,
        error ? apiSentence(error) : t('coordinator.followTask.theTaskIsStatus', { status }),
      );
    }
    if (status === 'done' && receipt !== null) {
      const result = await whenBack(() => resultOf(kind, baseUrl, handle, signal), news, signal);
      return { ...result, receipt };
    }
    await abortableSleep(LOOK_UP_MS, signal);
  }
}

/** The result of a task that is done. @throws ApiFailure */
export async function resultOf(
  kind: ApiTask['kind'],
  baseUrl: string,
  handle: TaskHandle,
  signal: AbortSignal,
): Promise<MadeResult> {
  const response = await readResult(baseUrl, handle, signal);
  if (kind === 'image') return { kind, image: pngFrom(await bytesOf(response, TASK_LIMIT.resultBytes)) };
  const ended = response.headers.get(FINISH_HEADER);
  const text = new TextDecoder().decode(await bytesOf(response, TASK_LIMIT.resultBytes));
  return { kind, text, ...((ended === 'stop' || ended === 'length') && { finishReason: ended }) };
}

async function whenBack<T>(ask: () => Promise<T>, news: FollowNews, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (!isAway(error)) throw error;
      news.onAway();
      await abortableSleep(LOOK_UP_MS, signal);
    }
  }
}

/** No answer, one that was cut off, or a server in front of it that says so. */
function isAway(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return true;
  const { status } = error.details;
  return status === 0 || status === 200 || status >= 500;
}
