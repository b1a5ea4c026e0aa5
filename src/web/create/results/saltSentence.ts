import { isOtherTask } from '#web/create/saved/otherTask.ts';
import type { AnyResult } from '#web/create/saved/savedResult.ts';
import { t } from '#web/language/translate.ts';

/** Who chose the salt of a result's task; null where this browser does not know. */
export function saltSentence(result: AnyResult): string | null {
  if (result.kind === 'unseen') return null;
  const { salt, receipt, replaced } = result;
  if (replaced?.some(({ other }) => other)) return t('create.receipt.saltChanged');
  if (salt === undefined || replaced !== undefined) return null;
  if (salt.by === 'coordinator') return t('create.receipt.saltByCoordinator');
  if (salt.tasks === null) return t('create.receipt.saltSent');
  if (salt.tasks.some(({ id }) => id === receipt.task_id)) return t('create.receipt.saltByBrowser');
  return t(isOtherTask(result) ? 'create.receipt.saltChanged' : 'create.receipt.saltSent');
}
