import { z } from 'zod';
import type { NetworkConfig } from '#chain/networkConfig.ts';

/** What this browser was told about mining, so that a reload goes on where it was without asking. */
const wishSchema = z.object({
  running: z.boolean(),
  models: z.array(z.string()).max(64),
  /** Take no tasks while its person uses the page. */
  rest: z.boolean().default(false),
});
export type MiningWish = z.output<typeof wishSchema>;

const NONE: MiningWish = { running: false, models: [], rest: false };
const keyOf = ({ chainId, contracts }: NetworkConfig) => `cuckoo.mining.${chainId}.${contracts.staking}`;

export function readWish(network: NetworkConfig): MiningWish {
  const text = localStorage.getItem(keyOf(network));
  if (text === null) return NONE;
  try {
    return wishSchema.parse(JSON.parse(text));
  } catch {
    // Somebody edited the storage: as if nothing had been said.
    return NONE;
  }
}

export const writeWish = (network: NetworkConfig, change: Partial<MiningWish>): void =>
  localStorage.setItem(keyOf(network), JSON.stringify({ ...readWish(network), ...change }));
