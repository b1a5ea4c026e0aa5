import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import type { CurrentOrder } from '#web/create/order/currentOrder.ts';
import type { OrderState } from '#web/create/order/orderState.ts';
import { t } from '#web/language/translate.ts';

/** Failures of a stream, not of its task: the task goes on, or may have. */
const STREAM_CODES = ['cut_off', 'shutting_down', 'answer_changed', 'unreachable', 'bad_answer'];

/** The task itself failed, or was refused. */
export const isOfTask = (error: unknown): boolean =>
  error instanceof ApiFailure && !STREAM_CODES.includes(error.code);

export const isFault = (error: unknown, code: string): error is ApiFailure =>
  error instanceof ApiFailure && error.code === code;

/** How an order ended that has brought no result. */
export function endOf(
  { order: { url }, abort: { signal }, cancelling }: CurrentOrder,
  error: unknown,
): OrderState {
  const failed = ({ code, message: sentence }: ApiFailure): OrderState => ({
    ...{ phase: 'failed', code, sentence, url },
  });
  if (signal.reason instanceof ApiFailure) return failed(signal.reason);
  // The stream may report the cancelled task before this side closes it.
  if (cancelling || signal.aborted) return { phase: 'cancelled' };
  if (!(error instanceof ApiFailure)) return failed(new ApiFailure('cut_off', t('create.orderRun.cutOff')));
  return error.code === 'cancelled' ? { phase: 'cancelled' } : failed(error);
}
