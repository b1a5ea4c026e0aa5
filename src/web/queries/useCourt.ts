import { useQuery } from '@tanstack/react-query';
import { CourtReader } from '#chain/courts/courtReader.ts';
import { type Network, useNetwork } from '#web/network/networkContext.ts';
import { type PageClient, readerOf } from '#web/network/pageClient.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';

const courts = new WeakMap<PageClient, CourtReader>();

/** The juries' contract. One reader for all that the dApp reads of it: it reads its terms once. */
export function courtOf({ client, config }: Network): CourtReader {
  const known = courts.get(client) ?? new CourtReader(readerOf(client), config.contracts.juries);
  courts.set(client, known);
  return known;
}

/** What cases cost and how long they take. It never changes. */
export function useCourtTerms() {
  const network = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'courtTerms'],
    staleTime: Infinity,
    queryFn: () => courtOf(network).terms(),
  });
}
