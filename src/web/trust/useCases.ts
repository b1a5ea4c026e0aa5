import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CourtReader } from '#chain/courts/courtReader.ts';
import { listCases, readCase } from '#web/coordinator/caseApi.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import type { ReachableCoordinator } from '#web/queries/useCoordinators.ts';
import { askAny } from '#web/trust/askAny.ts';

/** How often cases are read again, in ms: their windows last minutes or days. */
const LOOK_MS = 10_000;

type Coordinators = readonly Pick<ReachableCoordinator, 'url'>[];
const urlsOf = (coordinators: Coordinators) => coordinators.map(({ url }) => url);

/** Cases of the whole network by pages, the newest first. */
export function useCases(coordinators: Coordinators) {
  const urls = urlsOf(coordinators);
  return useInfiniteQuery({
    queryKey: ['cases', urls],
    enabled: urls.length > 0,
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => (await askAny(urls, (url) => listCases(url, pageParam))).answer,
    getNextPageParam: ({ data, has_more }) => (has_more ? data.at(-1)?.id : undefined),
    refetchInterval: LOOK_MS,
  });
}

/** One case, and the coordinator that told of it. */
export function useCase(coordinators: Coordinators, id: string) {
  const urls = urlsOf(coordinators);
  return useQuery({
    queryKey: ['case', id, urls],
    queryFn: () => askAny(urls, (url) => readCase(url, id)),
    refetchInterval: ({ state }) => state.data?.answer.state !== 'settled' && LOOK_MS,
  });
}

/** What cases cost and how long they take. It never changes. */
export function useCourtTerms() {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'courtTerms'],
    staleTime: Infinity,
    queryFn: () => new CourtReader(readerOf(client), config.contracts.juries).terms(),
  });
}
