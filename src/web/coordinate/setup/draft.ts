import { z } from 'zod';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { keptOnNetwork } from '#web/storage/keptOnNetwork.ts';
import type { KeptValue } from '#web/storage/keptValue.ts';

/** Percent of the voters' emission. */
export const COMMISSIONS = [0, 5, 10, 20] as const;
const USUAL_COMMISSION = 10;

/** What was typed before the registration. It survives a reload, and holds no secret. */
const draftSchema = z.object({
  /** The operator key's consent, as it was pasted. */
  consent: z.string().max(2_048),
  name: z.string().max(64),
  url: z.string().max(512),
  // A draft of an older version of this page has neither.
  commission: z.literal(COMMISSIONS).catch(USUAL_COMMISSION),
  /** The amount as it was typed; undefined until then. */
  bond: z.string().max(64).optional(),
});
export type Draft = z.output<typeof draftSchema>;

export const EMPTY_DRAFT: Draft = {
  ...{ consent: '', name: '', url: '' },
  commission: USUAL_COMMISSION,
};

export const keptDraft = (network: NetworkConfig): KeptValue<Draft> =>
  keptOnNetwork(network, 'coordinate', draftSchema);
