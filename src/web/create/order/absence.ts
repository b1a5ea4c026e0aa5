import type { OrderState } from '#web/create/order/orderState.ts';

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
