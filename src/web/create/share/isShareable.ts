import type { SavedResult } from '#web/create/saved/savedResult.ts';

/** Its coordinator deletes a result after a day, in ms; before that it can still make it public. */
const KEPT_MS = 24 * 3_600_000;

/**
 * Whether its coordinator may still make a result public: it is new, this browser has its task's key, and no
 * audit has found it wrong. One that replaces a wrong result is its coordinator's own task.
 */
export function isShareable({ source, savedAt, replaced, receipt }: SavedResult, nowMs: number): boolean {
  if (source === undefined || replaced !== undefined || nowMs - savedAt >= KEPT_MS) return false;
  const state = receipt.audit?.state;
  return state !== 'disputed' && state !== 'withheld';
}
