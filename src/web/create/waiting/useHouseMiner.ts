import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { HOUSE_MINER_PATH, type HouseMinerNews, houseMinerSchema } from '#protocol/devnet/houseMiner.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** How often a house miner that prepares is asked for, in ms. */
const LOOK_MS = 2_000;
/** The devnet's server is on this machine; in ms. */
const TIMEOUT_MS = 5_000;

export const HOUSE_MINER_KEY = ['houseMiner'];

/** The house miner, and since when it prepares by this device's clock, as Unix time in ms. */
export type HeardHouseMiner = HouseMinerNews & { since: number };

/** @throws Error where the server tells of none, as any but a devnet's */
export async function readHouseMiner(): Promise<HeardHouseMiner> {
  const response = await fetch(HOUSE_MINER_PATH, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const news = houseMinerSchema.parse(await response.json());
  return { ...news, since: Date.now() - news.seconds * 1_000 };
}

/** @param devnet whether this network's site tells of one */
export const houseMinerQuery = (devnet: boolean, queries: QueryClient) =>
  queryOptions({
    queryKey: HOUSE_MINER_KEY,
    enabled: devnet,
    retry: false,
    refetchInterval: ({ state }) => state.data?.state === 'preparing' && LOOK_MS,
    queryFn: async () => {
      const miner = await readHouseMiner();
      // The coordinators' count of miners is as new as this.
      if (miner.state === 'ready') void queries.invalidateQueries({ queryKey: ['models'] });
      return miner;
    },
  });

/** What a devnet tells of its house miner; undefined on other networks, and while it is not known. */
export const useHouseMiner = (): HeardHouseMiner | undefined =>
  useQuery(houseMinerQuery(useNetwork().config.devnet, useQueryClient())).data;
