import { QueryClient, queryOptions } from '@tanstack/react-query';
import { loadNetwork } from '#web/network/loadNetwork.ts';

/**
 * The dApp's queries. They are asked without a network too: a devnet is on the device itself, and elsewhere a
 * page says what does not answer instead of waiting.
 */
export const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, networkMode: 'always', refetchOnReconnect: true } },
});

/** The network's own description, which is read once. */
export const networkQuery = queryOptions({
  queryKey: ['network'],
  queryFn: loadNetwork,
  retry: false,
  staleTime: Infinity,
});
