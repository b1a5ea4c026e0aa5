import { isDayOf } from '#web/create/saved/orderedDay.ts';
import { isOtherTask } from '#web/create/saved/otherTask.ts';
import type { AnyResult } from '#web/create/saved/savedResult.ts';
import { type Check, fails, holds, unchecked } from '#web/create/verify/lines/verifyLine.ts';
import { t } from '#web/language/translate.ts';

/**
 * Checks who chose the salt: that the task is the one which follows from the order, and from the salt and
 * seed that this browser chose for it. Then nobody could choose the miner by trying salts. That the
 * coordinator signed just this task is for `verifyAssignment` to say.
 */
export function verifySalt(result: AnyResult): Check {
  if (result.kind === 'unseen') return unchecked(t('create.verifyReceipt.saltOnlyOrderer'));
  const { salt, receipt, ordered, replaced } = result;
  if (replaced?.some(({ other }) => other)) return fails(t('create.verifyReceipt.saltChangedBefore'));
  if (replaced !== undefined) return unchecked(t('create.verifyReceipt.saltOfReplacement'));
  if (salt === undefined) return unchecked(t('create.verifyReceipt.saltUnknown'));
  if (salt.by === 'coordinator') return unchecked(t('create.verifyReceipt.saltRefused'));
  if (salt.tasks === null) return unchecked(t('create.verifyReceipt.saltNotComputed'));
  const task = salt.tasks.find(({ id }) => id === receipt.task_id);
  if (isOtherTask(result)) return fails(t('create.verifyReceipt.saltChanged'));
  if (task === undefined) return unchecked(t('create.verifyReceipt.saltClockWrong'));
  const { date } = task;
  if (date === undefined || isDayOf(date, ordered)) return holds(t('create.verifyReceipt.saltHolds'));
  // By the device's clock alone: that clock may be wrong.
  return ordered?.chainSeconds === undefined
    ? unchecked(t('create.verifyReceipt.saltOtherDayHere', { date }))
    : fails(t('create.verifyReceipt.saltOtherDay', { date }));
}
