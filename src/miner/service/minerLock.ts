import type { Address } from 'viem';
import { MinerError } from '#miner/minerError.ts';

/**
 * A page that was reloaded finds the lock still held for a moment by the worker that is being ended, in ms.
 */
const PATIENCE_MS = 2_000;

/**
 * One miner a key: two tabs that sign for one key would be given the same tasks twice. The lock ends with the
 * worker, however that ends.
 * @returns the way to release it
 * @throws MinerError ALREADY_MINING
 */
export function holdMinerLock(operator: Address): Promise<() => void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  return new Promise((resolve, reject) => {
    const held = () => new Promise<void>((release) => resolve(release));
    navigator.locks.request(lockName(operator), { signal: patience }, held).catch((cause: unknown) => {
      const message = 'Another tab of this browser is already mining with this key.';
      reject(patience.aborted ? new MinerError('ALREADY_MINING', message, { cause }) : cause);
    });
  });
}

/** Whether no tab mines with this key now. */
export async function isMinerLockFree(operator: Address): Promise<boolean> {
  const { held } = await navigator.locks.query();
  return !(held ?? []).some(({ name }) => name === lockName(operator));
}

/** Whether any tab of this browser mines, with any key. */
export async function isAnyMinerAtWork(): Promise<boolean> {
  const { held } = await navigator.locks.query();
  return (held ?? []).some(({ name }) => name?.startsWith(LOCK_PREFIX));
}

const LOCK_PREFIX = 'cuckoo-miner-';
const lockName = (operator: Address): string => LOCK_PREFIX + operator.toLowerCase();
