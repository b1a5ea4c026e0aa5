import { useSyncExternalStore } from 'react';

/** Whether this tab mines, for the shell, which must not load the miner to know it. */
let mining = false;
const listeners = new Set<() => void>();

export function setMining(value: boolean): void {
  if (mining === value) return;
  mining = value;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const isMining = (): boolean => mining;

export const useMining = (): boolean => useSyncExternalStore(subscribe, isMining);
