import { chosenBy } from '#protocol/task/saltSecret.ts';
import type { SentOrder } from '#web/create/order/currentOrder.ts';
import { type AskedOrder, askedOrderSchema } from '#web/create/saved/askedOrder.ts';

/** What is kept of an order with its result. */
export function askedOf({ order, secret, isPictureLost }: SentOrder): AskedOrder {
  return askedOrderSchema.parse({
    ...order,
    ...(secret !== undefined && { salt: chosenBy(secret).salt }),
    ...(isPictureLost && { start: 'lost' }),
  });
}
