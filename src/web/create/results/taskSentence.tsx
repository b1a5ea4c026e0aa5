import type { ReactNode } from 'react';
import type { ApiTask } from '#protocol/messages/api.ts';
import { apiSentence } from '#web/coordinator/apiFailure.ts';
import type { OrderState, WorkingOrder } from '#web/create/order/orderState.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { rich, t } from '#web/language/translate.ts';
import { NodeTag } from '#web/nodeTag/NodeTag.tsx';

function before(position: number): string {
  if (position === 0) return t('create.taskSentence.nextInTheQueue');
  return t('create.taskSentence.queuedBehind', { count: position });
}

/** A task's state in one sentence. @param hasNoMiner its coordinator knows no miner online for its model */
export function taskSentence(task: ApiTask | null, hasNoMiner = false): ReactNode {
  if (task === null) return t('create.taskSentence.sendingItToThe');
  const miner = task.attempts.at(-1)?.miner;
  const where = {
    known: miner === undefined ? 'no' : 'yes',
    miner: () => miner && <NodeTag operator={miner} />,
    attempt: Math.max(1, task.attempts.length),
  };
  switch (task.status) {
    case 'queued':
      return hasNoMiner ? t('create.taskSentence.noMinerYet') : before(task.queue_position);
    case 'assigned':
      return rich('create.taskSentence.assignedToByAgain', where);
    case 'running': {
      if (task.progress === null) return rich('create.taskSentence.runningAtByAgain', where);
      const { done, total } = task.progress;
      if (task.kind === 'text') return rich('create.taskSentence.tokensWritten', { count: done, ...where });
      // The first one takes the longest: the GPU gets ready for it.
      if (done === 0) return rich('create.taskSentence.firstStep', { total, ...where });
      return rich('create.taskSentence.stepDoneOfTotal', { done, total, ...where });
    }
    case 'done':
      return t('create.taskSentence.doneFetchingTheResult');
    case 'failed':
    case 'expired':
    case 'cancelled':
      return task.error
        ? apiSentence(task.error)
        : t('coordinator.followTask.theTaskIsStatus', { status: task.status });
  }
}

/** Where the text is of a task that is only looked up: its coordinator gives it at the end. */
const LATER: Record<'none' | 'begun', MessageKey> = {
  none: 'create.taskSentence.theTextAppearsHere',
  begun: 'create.taskSentence.theRestAppearsWhen',
};

/** An order under way in one or two sentences. @param hasNoMiner as `taskSentence` */
export function workingSentence(order: WorkingOrder, hasNoMiner = false): ReactNode {
  const { task, cancelling, notice, kind, followed, text, ended } = order;
  if (ended) return t('create.taskSentence.doneKeepingTheResult');
  if (cancelling) return t('create.taskSentence.cancelling');
  if (notice !== null) return notice;
  const sentence = taskSentence(task, hasNoMiner);
  if (kind !== 'text' || !followed || task === null) return sentence;
  return (
    <>
      {sentence} {t(text === '' ? LATER.none : LATER.begun)}
    </>
  );
}

/** Share done, 0..1; null while it is unknown. */
export function taskFraction(task: ApiTask | null): number | null {
  if (task?.status !== 'running' || task.progress === null || task.progress.total === 0) return null;
  return Math.min(1, task.progress.done / task.progress.total);
}

/** How a task ended that is done: ready, cut at its limit, and whether this browser could keep it. */
export function doneSentence({ result, unsaved }: Extract<OrderState, { phase: 'done' }>): string {
  if (result.replaced !== undefined) return t('create.taskSentence.theFirstResultWas');
  const limit = result.kind === 'text' && result.finishReason === 'length';
  const tokens = result.kind === 'text' ? result.tokens : undefined;
  const made =
    result.replaced === undefined
      ? t('create.taskSentence.cuckooYourResultIs')
      : t('create.taskSentence.theFirstResultWas');
  const ready = !limit
    ? made
    : tokens === undefined
      ? t('create.taskSentence.itReachedItsLimit')
      : t('create.taskSentence.itReachedTheLimit', { count: tokens.answer });
  return unsaved ? t('create.taskSentence.readyThisBrowserCould', { ready }) : ready;
}
