import type { Order } from '#web/create/order/order.ts';

/** Prompts in English, whatever the page's language: it is the one that the models of this site know. */
export const EXAMPLES: Record<Order['kind'], readonly string[]> = {
  image: [
    'glossy owl blue background',
    'retro robot yellow background',
    'flat fox green background',
    'a cat and a pizza',
  ],
  text: ['Once upon a time, a cuckoo', 'Lily found a clock in the forest', 'One day, a little robot'],
};
