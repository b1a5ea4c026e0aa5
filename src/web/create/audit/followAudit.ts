import type { ApiAudit } from '#protocol/messages/api.ts';
import { apiSentence } from '#web/coordinator/apiFailure.ts';
import { readTask } from '#web/coordinator/coordinatorApi.ts';
import { resultOf } from '#web/coordinator/followTask.ts';
import type { TaskHandle } from '#web/coordinator/orderNews.ts';
import { isOtherTask } from '#web/create/saved/otherTask.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { t } from '#web/language/translate.ts';

/** How long an audit is watched, in ms: an old receipt asks nobody by itself. */
export const WATCH_MS = 10 * 60_000;

/** Whether a result's audit can still change it, and where to ask is known. */
export function isAuditOpen({ source, receipt: { audit }, unreplaced }: SavedResult): boolean {
  if (source === undefined || audit === null || unreplaced !== undefined) return false;
  return audit.state === 'waiting' || audit.state === 'due' || audit.state === 'disputed';
}

/** Whether the page asks by itself how a result's audit stands. */
export function isAuditWatched(result: SavedResult, nowMs: number): boolean {
  const since = result.replaced?.at(-1)?.at ?? result.savedAt;
  return isAuditOpen(result) && nowMs - since < WATCH_MS;
}

/**
 * Asks once how a result's audit stands. A wrong result becomes its replacement as soon as that is made.
 * @throws ApiFailure, or the AbortError of `signal`
 */
export async function followAudit(result: SavedResult, signal: AbortSignal): Promise<SavedResult> {
  if (result.source === undefined || !isAuditOpen(result)) return result;
  const { url, key } = result.source;
  const { receipt } = await readTask(url, { id: result.receipt.task_id, key }, signal);
  // A receipt of another task would hide that this one is not what was asked for.
  if (receipt === null || receipt.task_id !== result.receipt.task_id) return result;
  const heard = { ...result, receipt };
  const again = receipt.audit === null ? null : replacementOf(receipt.audit, url);
  return again === null ? heard : replaceBy(heard, url, again, signal);
}

function replacementOf({ state, replacement, replacement_url }: ApiAudit, url: string): TaskHandle | null {
  if (state !== 'disputed' || replacement === null || replacement_url === null) return null;
  const key = new URL(replacement_url, url).searchParams.get('key');
  return key === null ? null : { id: replacement, key };
}

async function replaceBy(
  wrong: SavedResult,
  url: string,
  again: TaskHandle,
  signal: AbortSignal,
): Promise<SavedResult> {
  const { status, error, receipt, kind } = await readTask(url, again, signal);
  if (status === 'failed' || status === 'expired' || status === 'cancelled')
    return {
      ...wrong,
      unreplaced: error ? apiSentence(error) : t('coordinator.followTask.theTaskIsStatus', { status }),
    };
  if (status !== 'done' || receipt === null) return wrong;
  const { id, prompt, savedAt, asked } = wrong;
  const { task_id: taskId, audit } = wrong.receipt;
  return {
    ...{ id, prompt, savedAt, receipt, source: { url, key: again.key } },
    ...(asked && { asked }),
    replaced: [
      ...(wrong.replaced ?? []),
      { taskId, caseId: audit?.case_id ?? null, at: Date.now(), ...(isOtherTask(wrong) && { other: true }) },
    ],
    ...(await resultOf(kind, url, again, signal)),
  };
}
