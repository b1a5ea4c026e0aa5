import { QueryClient, queryOptions } from '@tanstack/react-query';
import { loadNetwork } from '#web/network/loadNetwork.ts';

/** The dApp's queries. */
export const queries = new QueryClient({ defaultOptions: { queries: { retry: 1 } } });

/** The network's own description, which is read once. */
export const networkQuery = queryOptions({
  queryKey: ['network'],
  queryFn: loadNetwork,
  retry: false,
  staleTime: Infinity,
});
