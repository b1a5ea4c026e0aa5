import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import type { OrderState } from '#web/create/order/orderState.ts';
import { t } from '#web/language/translate.ts';
import type { ReachableCoordinator } from '#web/queries/useCoordinators.ts';

/** Ends of an order that say that the coordinator does not answer. */
const ABSENT_CODES = ['unreachable', 'left'];

/**
 * Whether the order's own status tells how its coordinator answers. Then the form says nothing of it: it asks
 * at other times, and two notices of one coordinator would disagree.
 * @param url of the coordinator that the form has chosen
 */
export function isToldByOrder(state: OrderState, url: string): boolean {
  if (state.phase === 'working') return state.url === url;
  return state.phase === 'failed' && state.url === url && ABSENT_CODES.includes(state.code);
}

/**
 * What the form says of a coordinator that gives no models.
 * @param hasOthers whether another can be chosen
 */
export function absenceSentence(
  { name, url }: Pick<ReachableCoordinator, 'name' | 'url'>,
  error: Error,
  hasOthers: boolean,
): string {
  const away = error instanceof ApiFailure && error.code === 'unreachable';
  const what = away
    ? t('create.absence.nameDoesNotAnswer', { name, url })
    : `${name} (${url}): ${error.message}`;
  return [
    what,
    t('create.absence.asksAgain'),
    ...(hasOthers ? [t('create.absence.chooseAnother')] : []),
  ].join(' ');
}
