import { useQuery } from '@tanstack/react-query';
import { readEmission } from '#chain/emission.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';

/** How often it is read again, in ms: it changes with every vote, by little. */
const EMISSION_MS = 20_000;

/** What the staking contract pays out for stake now. */
export function useEmission() {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'emission'],
    refetchInterval: EMISSION_MS,
    queryFn: () => readEmission(readerOf(client), config.contracts.staking),
  });
}
