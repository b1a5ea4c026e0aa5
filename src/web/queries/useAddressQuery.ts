import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { type Network, useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';

interface AddressQuery<T> {
  /** Part of the query key; unique among the address queries. */
  name: string;
  /** The query waits while this is undefined. */
  address: Address | undefined;
  read: (address: Address, network: Network) => Promise<T>;
  intervalMs?: number;
}

/** Reads data about an address from the chain, repeatedly and after every transaction of this page. */
export function useAddressQuery<T>(query: AddressQuery<T>) {
  const { name, address, read, intervalMs = WATCH_INTERVAL_MS } = query;
  const network = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, name, address],
    enabled: address !== undefined,
    refetchInterval: intervalMs,
    queryFn: () => read(address as Address, network),
  });
}
