import type { Address } from 'viem';
import { MinerError } from '#miner/minerError.ts';

/**
 * One miner a key: two tabs that sign for one key would be given the same tasks twice. The lock ends with the
 * worker, however that ends.
 * @returns the way to release it
 * @throws MinerError ALREADY_MINING
 */
export function holdMinerLock(operator: Address): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const held = (lock: Lock | null): Promise<void> | undefined => {
      if (lock === null) {
        reject(new MinerError('ALREADY_MINING', 'Another tab of this browser is already mining with this key.'));
        return undefined;
      }
      return new Promise<void>((release) => resolve(release));
    };
    navigator.locks.request(lockName(operator), { ifAvailable: true }, held).catch(reject);
  });
}

/** Whether nobody mines with the key now. */
export async function isMinerLockFree(operator: Address): Promise<boolean> {
  const { held } = await navigator.locks.query();
  return !(held ?? []).some(({ name }) => name === lockName(operator));
}

const lockName = (operator: Address): string => `cuckoo-miner-${operator.toLowerCase()}`;
