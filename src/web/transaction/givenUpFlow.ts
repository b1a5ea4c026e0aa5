import { useSyncExternalStore } from 'react';
import type { Address } from 'viem';

/** A flow that was given up before all of it was sent: its form left the page, or the wallet its account. */
export interface GivenUpFlow {
  /** The account that it was for. */
  account: Address | undefined;
  /** Its first transactions were sent. */
  isPartSent: boolean;
}

let latest: GivenUpFlow | null = null;
const listeners = new Set<() => void>();
const read = () => latest;

/** @param flow null once its user knows */
export function noteGivenUp(flow: GivenUpFlow | null): void {
  latest = flow;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useGivenUpFlow = (): GivenUpFlow | null => useSyncExternalStore(subscribe, read, read);
