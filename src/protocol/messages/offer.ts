import { z } from 'zod';
import { modelIdField } from '#protocol/fields.ts';

/**
 * The largest batch size that a miner may offer. It gets one task more than it offers, so an exaggerated
 * offer would keep tasks from other miners.
 */
export const MAX_OFFERED_BATCH_SIZE = 8;

/** A model that a miner offers. */
export const offerSchema = z.strictObject({
  id: modelIdField,
  /** Its batch size: how many tasks of this model it runs together. */
  together: z.number().int().min(1).max(MAX_OFFERED_BATCH_SIZE),
});
export type Offer = z.output<typeof offerSchema>;
