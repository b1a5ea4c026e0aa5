import { z } from 'zod';

/** Where the devnet's own server tells of its house miner. */
export const HOUSE_MINER_PATH = '/house-miner.json';

/**
 * `GET /house-miner.json` of a devnet: the miner tab that `npm start` opens. It takes a while until it has
 * loaded and proven its models, and until then nobody may serve a newcomer's first order.
 */
export const houseMinerSchema = z.object({
  /** `none`: this devnet opens no such tab. `preparing` ends once all its models are ready. */
  state: z.enum(['none', 'preparing', 'ready', 'failed']),
  /** How long it has been preparing, or took to, in seconds. */
  seconds: z.number().nonnegative(),
  /** How long each model took at an earlier start, in seconds, by its name. */
  last_seconds: z.record(z.string(), z.number().nonnegative()),
});
export type HouseMinerNews = z.infer<typeof houseMinerSchema>;
