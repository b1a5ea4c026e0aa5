import { z } from 'zod';
import { modelIdField } from '#protocol/fields.ts';

/**
 * The most tasks that a miner may say it computes together. It is given one more than it says, so that a
 * boast would have it sit on what others could be working on.
 */
export const MAX_OFFERED_BATCH_SIZE = 8;

/** A model that a miner works on. */
export const offerSchema = z.strictObject({
  id: modelIdField,
  /** Tasks of this model that it computes at the same time. */
  together: z.number().int().min(1).max(MAX_OFFERED_BATCH_SIZE),
});
export type Offer = z.output<typeof offerSchema>;
