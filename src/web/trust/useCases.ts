import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { type Network, useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { retryFailed } from '#web/queries/retryFailed.ts';
import { courtOf } from '#web/queries/useCourt.ts';

/** How often running cases are read again, in ms: their windows last minutes or days. */
const LOOK_MS = 10_000;

/** How many cases the chain has; they are numbered from 1. */
export function useCaseCount(enabled = true) {
  const network = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'caseCount'],
    enabled,
    refetchInterval: LOOK_MS,
    queryFn: () => courtOf(network).caseCount(),
  });
}

const isSettled = (theCase: CaseView | undefined): boolean => theCase?.settledAt !== undefined;

/** A settled case never changes, so it is read once. */
const caseQuery = (network: Network, id: bigint) =>
  queryOptions({
    queryKey: [...CHAIN_KEY, 'case', id.toString()],
    queryFn: () => courtOf(network).readCase(id),
    staleTime: ({ state }) => (isSettled(state.data) ? Infinity : 0),
    refetchInterval: ({ state }) => !isSettled(state.data) && LOOK_MS,
  });

/** These cases as the chain has them, in the ids' order. */
export function useCases(ids: readonly bigint[]) {
  const network = useNetwork();
  return useQueries({
    queries: ids.map((id) => caseQuery(network, id)),
    combine: (results) => ({
      cases: results.flatMap(({ data }) => data ?? []),
      /** Cases that were not read, though the chain was asked. */
      unread: results.filter(({ data, isError }) => data === undefined && isError).length,
      isReading: results.some(({ isPending }) => isPending),
      retry: () => retryFailed(results),
    }),
  });
}

/** One case as the chain has it. */
export const useCase = (id: bigint) => useQuery(caseQuery(useNetwork(), id));

/** Who called the first jury of a case; undefined while it is read. */
export function useReporter(theCase: CaseView) {
  const network = useNetwork();
  const { caseId, round, jury } = theCase;
  const first = useQuery({
    queryKey: [...CHAIN_KEY, 'firstJury', caseId.toString()],
    enabled: round > 0,
    staleTime: Infinity,
    queryFn: () => courtOf(network).readJury(caseId, 0),
  });
  return round === 0 ? jury.party : first.data?.party;
}
