import { createStore, del, entries, update } from 'idb-keyval';
import { z } from 'zod';
import { type CoordinatorFigures, NO_FIGURES } from '#miner/status/minerStatus.ts';

/** What is counted as it happens; wrong draws are those of which the evidence is kept. */
export type Counted = Exclude<keyof CoordinatorFigures, 'wrongDraws'>;

/** After this time a count weighs half, in seconds: a coordinator that mends its ways is forgiven. */
export const HALF_LIFE_S = 7 * 24 * 3_600;
/** Coordinators that are remembered; the one that was counted longest ago is forgotten first. */
export const MOST_COORDINATORS = 256;

const countField = z.number().nonnegative();
const recordSchema = z.object({
  ...{ audited: countField, skipped: countField, given: countField, passedOver: countField },
  /** When they were brought up to date, Unix seconds. */
  at: z.number(),
});
type FiguresRecord = z.output<typeof recordSchema>;

/** A record as it weighs now; one that was edited or written by another version counts as none. */
function aged(record: unknown, nowSeconds: number): FiguresRecord {
  const { at, ...counts } = recordSchema.safeParse(record).data ?? { ...NO_FIGURES, at: nowSeconds };
  const weight = 2 ** (-Math.max(0, nowSeconds - at) / HALF_LIFE_S);
  return {
    audited: counts.audited * weight,
    skipped: counts.skipped * weight,
    given: counts.given * weight,
    passedOver: counts.passedOver * weight,
    at: nowSeconds,
  };
}

/** The counts of all coordinators, by their node: a new key brings no new start. They outlive a reload. */
export interface FiguresStore {
  all(): Promise<ReadonlyMap<bigint, FiguresRecord>>;
  /** Counts one. @returns the node's counts now */
  count(nodeId: bigint, what: Counted): Promise<FiguresRecord>;
}

/**
 * The store in IndexedDB.
 * @param scope names the chain, the contract and the miner key
 */
export function openFiguresStore(scope: string, nowSeconds: () => number): FiguresStore {
  const store = createStore(`cuckoo-figures-${scope}`, 'coordinators');
  return {
    all: async () => {
      const kept = (await entries<string, unknown>(store)).filter(([key]) => /^\d+$/.test(key));
      const newest = kept
        .map(([key, record]) => ({ key, record, at: recordSchema.safeParse(record).data?.at ?? 0 }))
        .sort((a, b) => b.at - a.at);
      for (const { key } of newest.slice(MOST_COORDINATORS)) await del(key, store);
      return new Map(
        newest
          .slice(0, MOST_COORDINATORS)
          .map(({ key, record }) => [BigInt(key), aged(record, nowSeconds())] as const),
      );
    },
    count: async (nodeId, what) => {
      let now = aged(undefined, nowSeconds());
      await update<unknown>(
        String(nodeId),
        (record) => {
          now = aged(record, nowSeconds());
          now = { ...now, [what]: now[what] + 1 };
          return now;
        },
        store,
      );
      return now;
    },
  };
}
