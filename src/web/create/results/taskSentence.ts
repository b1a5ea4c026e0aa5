import type { ApiTask } from '#protocol/messages/api.ts';
import { shortAddress } from '#web/components/AddressTag.tsx';
import type { OrderState, WorkingOrder } from '#web/create/order/orderState.ts';
import { formatCount } from '#web/money/amount.ts';

const ORDINALS = ['first', 'second', 'third'];

function before(position: number): string {
  if (position === 0) return 'Next in the queue; looking for a miner…';
  return `In the queue behind ${formatCount(position)} ${position === 1 ? 'task' : 'tasks'}…`;
}

/** A task's state in one sentence. */
export function taskSentence(task: ApiTask | null): string {
  if (task === null) return 'Sending it to the coordinator…';
  const miner = task.attempts.at(-1)?.miner;
  const by = miner === undefined ? 'a miner' : `miner ${shortAddress(miner)}`;
  const again =
    task.attempts.length > 1
      ? ` (${ORDINALS[task.attempts.length - 1] ?? `${task.attempts.length}th`} try)`
      : '';
  switch (task.status) {
    case 'queued':
      return before(task.queue_position);
    case 'assigned':
      return `Assigned to ${by}${again}…`;
    case 'running':
      if (task.progress === null) return `Running at ${by}${again}…`;
      return task.kind === 'image'
        ? `Step ${task.progress.done} of ${task.progress.total} at ${by}${again}…`
        : `${formatCount(task.progress.done)} ${task.progress.done === 1 ? 'token' : 'tokens'} written at ${by}${again}…`;
    case 'done':
      return 'Done; fetching the result…';
    case 'failed':
    case 'expired':
    case 'cancelled':
      return task.error?.message ?? `The task is ${task.status}.`;
  }
}

/** Where the text is of a task that is only looked up: its coordinator gives it at the end. */
const LATER = {
  none: 'The text appears here when it is finished.',
  begun: 'The rest appears when it is finished.',
};

/** An order under way in one or two sentences. */
export function workingSentence({ task, cancelling, notice, kind, followed, text }: WorkingOrder): string {
  if (cancelling) return 'Cancelling…';
  if (notice !== null) return notice;
  const sentence = taskSentence(task);
  if (kind !== 'text' || !followed || task === null) return sentence;
  return `${sentence} ${text === '' ? LATER.none : LATER.begun}`;
}

/** Share done, 0..1; null while it is unknown. */
export function taskFraction(task: ApiTask | null): number | null {
  if (task?.status !== 'running' || task.progress === null || task.progress.total === 0) return null;
  return Math.min(1, task.progress.done / task.progress.total);
}

/** How a task ended that is done: ready, cut at its limit, and whether this browser could keep it. */
export function doneSentence({ result, unsaved }: Extract<OrderState, { phase: 'done' }>): string {
  if (result.replaced !== undefined)
    return 'The first result was wrong. This one replaces it, free of charge.';
  const limit = result.kind === 'text' && result.finishReason === 'length';
  const tokens = result.kind === 'text' ? result.tokens : undefined;
  const made =
    result.replaced === undefined
      ? 'Cuckoo! Your result is ready.'
      : 'The first result was wrong. This one replaces it, free of charge.';
  const ready = !limit
    ? made
    : tokens === undefined
      ? 'It reached its limit of tokens, so the text may end early.'
      : `It reached the limit of ${formatCount(tokens.answer)} ${tokens.answer === 1 ? 'token' : 'tokens'}, so the text may end early.`;
  return unsaved ? `${ready} This browser could not keep it: copy or save it before you leave.` : ready;
}
