import { z } from 'zod';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { keptOnNetwork } from '#web/storage/keptOnNetwork.ts';
import type { KeptValue } from '#web/storage/keptValue.ts';

/** What was typed before the registration. It survives a reload, and holds no secret. */
const draftSchema = z.object({
  /** The operator key's consent, as it was pasted. */
  consent: z.string().max(2_048),
  name: z.string().max(64),
  url: z.string().max(512),
});
export type Draft = z.output<typeof draftSchema>;

export const EMPTY_DRAFT: Draft = { consent: '', name: '', url: '' };

export const keptDraft = (network: NetworkConfig): KeptValue<Draft> =>
  keptOnNetwork(network, 'coordinate', draftSchema);
