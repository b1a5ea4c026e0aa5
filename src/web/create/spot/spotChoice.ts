import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { isMetered } from '#miner/service/metered.ts';
import { keptValue } from '#web/storage/keptValue.ts';

const kept = keptValue(() => localStorage, 'cuckoo.spot-checks', z.boolean());
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether results are checked on this device, as the visitor chose; undefined where nothing was chosen. */
export const spotChoice = (): boolean | undefined => kept.read();

/** Checks begin by themselves, unless bytes are dear or the visitor chose otherwise. */
export const wantsSpotChecks = (): boolean => spotChoice() ?? !isMetered();

export function chooseSpotChecks(wanted: boolean): void {
  kept.write(wanted);
  for (const listener of listeners) listener();
}

export const useSpotChoice = (): boolean => useSyncExternalStore(subscribe, wantsSpotChecks, () => true);
