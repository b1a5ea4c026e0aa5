import { z } from 'zod';
import { hashField } from '#protocol/fields.ts';
import { orderSchema } from '#web/create/order/order.ts';
import { saltChoiceSchema } from '#web/create/saved/savedResult.ts';

/**
 * An order under way: enough to find its task again after a reload. The task's key is the secret that cancels
 * it.
 */
export const keptOrderSchema = z.object({
  /** Unknown until its coordinator has named it. */
  task: z.object({ id: hashField, key: z.string().min(1).max(64) }).exactOptional(),
  /** That of its salt: sent again with it, the order is the same task. */
  secret: hashField.exactOptional(),
  salt: saltChoiceSchema.exactOptional(),
  order: orderSchema,
  /** It started from a picture, which is not kept. */
  edited: z.boolean(),
  /** Unix time in ms; one that an older page kept has none. */
  startedAt: z.number().exactOptional(),
  /** The chain's time then, where it was heard before the reload. */
  chainSeconds: z.number().exactOptional(),
});
export type KeptOrder = z.output<typeof keptOrderSchema>;

/** In sessionStorage: each tab has its own, and it ends with the tab. */
export const KEPT_ORDER_KEY = 'cuckoo.task';
