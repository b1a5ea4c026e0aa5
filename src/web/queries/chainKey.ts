/** First part of the key of every query that reads the chain: a transaction makes them all stale. */
export const CHAIN_KEY = ['chain'] as const;

/**
 * How often a shown number is read again, in ms: rewards and rosters are watched by people, not by programs.
 */
export const WATCH_INTERVAL_MS = 4_000;
