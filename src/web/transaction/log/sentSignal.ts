import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { keptOnNetwork } from '#web/storage/keptOnNetwork.ts';

/** Where `TransactionLog` keeps its records. */
export const LOG_NAME = 'transactions';

/**
 * Whether this browser has sent a transaction, for the shell, which must not load the log to know it. The log
 * tells of those that come.
 */
let hasSent = false;
const listeners = new Set<() => void>();

export function noteSent(): void {
  hasSent = true;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Another tab may send the first one.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function useHasSent(config: NetworkConfig): boolean {
  const look = () =>
    hasSent || (keptOnNetwork(config, LOG_NAME, z.array(z.unknown())).read()?.length ?? 0) > 0;
  return useSyncExternalStore(subscribe, look, look);
}
