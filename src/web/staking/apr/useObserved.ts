import { useQuery } from '@tanstack/react-query';
import { readNodeFlows } from '#chain/history/nodeFlows.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import type { Observed } from '#web/staking/apr/netApr.ts';

/** Days whose fees and slashes stand for a year's. */
export const OBSERVED_DAYS = 30;
const DAY_S = 86_400;
/** A sum over so many days is as good as new for so long, in ms. */
const FRESH_MS = 600_000;

/** Fees and losses of each node in the last days; undefined where they are not known (yet). */
export function useObserved(): (nodeId: bigint) => Observed | undefined {
  const { client, config } = useNetwork();
  const { data } = useQuery({
    queryKey: ['nodeFlows', OBSERVED_DAYS],
    staleTime: FRESH_MS,
    retry: false,
    queryFn: async () => {
      const now = Number((await client.getBlock()).timestamp);
      const since = now - OBSERVED_DAYS * DAY_S;
      return (await readNodeFlows(readerOf(client), config.contracts, { since })) ?? null;
    },
  });
  return (nodeId) =>
    data == null ? undefined : { fees: 0n, lost: 0n, ...data.get(nodeId), days: OBSERVED_DAYS };
}
