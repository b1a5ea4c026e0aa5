import { isClockInDoubt } from '#web/create/saved/orderedDay.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

/**
 * Whether a result's task is none of those that follow from its order and this browser's salt: its
 * coordinator has chosen another salt, or another request. False where this browser cannot tell.
 */
export function isOtherTask({ salt, receipt, ordered }: SavedResult): boolean {
  if (salt?.by !== 'browser' || salt.tasks === null) return false;
  return !salt.tasks.some(({ id }) => id === receipt.task_id) && !isClockInDoubt(salt.tasks, ordered);
}
