import type { z } from 'zod';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { type KeptValue, keptValue } from '#web/storage/keptValue.ts';

/**
 * A value that this browser keeps for one network, as `keptValue`: what was kept for another deployment means
 * nothing here.
 * @example const kept = keptOnNetwork(config, 'recent', recentSchema);
 */
export const keptOnNetwork = <S extends z.ZodType>(
  { chainId, contracts }: NetworkConfig,
  name: string,
  schema: S,
  open: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = () => localStorage,
): KeptValue<z.output<S>> => keptValue(open, `cuckoo.${name}.${chainId}.${contracts.staking}`, schema);
