import { useQueries } from '@tanstack/react-query';
import { chainErrorOf } from '#chain/chainError.ts';
import { readPastEarnings } from '#chain/history/pastEarnings.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { averageApr, momentsOf } from '#web/staking/pastApr.ts';

/** Spans of time, in days. */
const SPANS = [7, 30] as const;
/** A mean over days is as good as new for so long, in ms. */
const FRESH_MS = 3_600_000;

/** What a vote for a node earned on average in some days, as a fraction a year, or why that is not known. */
export interface PastApr {
  days: number;
  /** `young`: it is no node for so long. `gone`: the chain's node shows nothing so old. */
  apr: number | 'reading' | 'young' | 'gone' | 'silent';
}

/** The last week's and the last month's. */
export function usePastApr(nodeId: bigint): PastApr[] {
  const { client, config } = useNetwork();
  return useQueries({
    queries: SPANS.map((days) => ({
      // Not the chain's key: a transaction does not change the past.
      queryKey: ['pastApr', nodeId.toString(), days],
      staleTime: FRESH_MS,
      retry: false,
      queryFn: async (): Promise<PastApr['apr']> => {
        const now = Number((await client.getBlock()).timestamp);
        const { staking } = config.contracts;
        try {
          const asked = { nodeId, times: momentsOf(days, now) };
          const earnings = await readPastEarnings(readerOf(client), staking, asked);
          return earnings === undefined ? 'young' : averageApr(earnings);
        } catch (error) {
          if (chainErrorOf(error).code === 'NO_BLOCK') return 'gone';
          throw error;
        }
      },
    })),
    combine: (results) =>
      results.map(({ data, isError }, place) => ({
        days: SPANS[place]!,
        apr: data ?? (isError ? 'silent' : 'reading'),
      })),
  });
}
