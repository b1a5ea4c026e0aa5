import { loadMinerKey } from '#miner/service/minerKey.ts';
import { isAnyMinerAtWork, isMinerLockFree } from '#miner/service/minerLock.ts';

/** Whether no tab mines with the stored key; of one that cannot be read, whether no tab mines at all. */
export async function isKeyFree(): Promise<boolean> {
  const account = await loadMinerKey().catch(() => undefined);
  return account === undefined ? !(await isAnyMinerAtWork()) : isMinerLockFree(account.address);
}
