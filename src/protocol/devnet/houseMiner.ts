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
  /** How long it took at the start before this one, in seconds; null at the first one. */
  last_seconds: z.number().nonnegative().nullable(),
});
export type HouseMinerNews = z.infer<typeof houseMinerSchema>;
