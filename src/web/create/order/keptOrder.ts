import { z } from 'zod';
import { hashField } from '#protocol/fields.ts';
import { orderSchema } from '#web/create/order/order.ts';

/** A task under way: enough to find it again after a reload. The key is the secret that cancels it. */
export const keptOrderSchema = z.object({
  task: z.object({ id: hashField, key: z.string().min(1).max(64) }),
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
