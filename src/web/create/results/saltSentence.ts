import type { AnyResult } from '#web/create/saved/savedResult.ts';
import { isClockInDoubt } from '#web/create/verify/orderedDay.ts';
import { t } from '#web/language/translate.ts';

/** Who chose the salt of a result's task; null where this browser does not know. */
export function saltSentence(result: AnyResult): string | null {
  if (result.kind === 'unseen' || result.salt === undefined || result.replaced !== undefined) return null;
  const { salt, receipt, ordered } = result;
  if (salt.by === 'coordinator') return t('create.receipt.saltByCoordinator');
  if (salt.tasks === null) return t('create.receipt.saltSent');
  if (salt.tasks.some(({ id }) => id === receipt.task_id)) return t('create.receipt.saltByBrowser');
  return isClockInDoubt(salt.tasks, ordered) ? t('create.receipt.saltSent') : t('create.receipt.saltChanged');
}
