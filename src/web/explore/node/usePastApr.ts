import { useQueries } from '@tanstack/react-query';
import { chainErrorOf } from '#chain/chainError.ts';
import { readNodeFlows } from '#chain/history/nodeFlows.ts';
import { readPastEarnings } from '#chain/history/pastEarnings.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { averageNetApr } from '#web/staking/apr/netApr.ts';
import { momentsOf } from '#web/staking/pastApr.ts';

/** Spans of time, in days. */
const SPANS = [7, 30] as const;
const DAY_S = 86_400;
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
          const reader = readerOf(client);
          const since = now - days * DAY_S;
          const [earnings, flows] = await Promise.all([
            readPastEarnings(reader, staking, asked),
            readNodeFlows(reader, config.contracts, { since, nodeId }),
          ]);
          if (earnings === undefined) return 'young';
          if (flows === undefined) return 'gone';
          return averageNetApr(earnings, { fees: 0n, lost: 0n, ...flows.get(nodeId), days });
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
