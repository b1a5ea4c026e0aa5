import { z } from 'zod';
import type { NetworkConfig } from '#chain/networkConfig.ts';

/** The user's mining choices, so that a reload resumes without asking. */
const wishSchema = z.object({
  running: z.boolean(),
  models: z.array(z.string()).max(64),
  /** Take no tasks while the user is active on the page. */
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
    // The stored value was edited: ignore it.
    return NONE;
  }
}

export const writeWish = (network: NetworkConfig, change: Partial<MiningWish>): void =>
  localStorage.setItem(keyOf(network), JSON.stringify({ ...readWish(network), ...change }));
