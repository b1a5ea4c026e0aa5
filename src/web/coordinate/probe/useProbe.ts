import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { probeCoordinator } from '#web/coordinate/probe/probe.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** How often a coordinator that is shown is tried again, in ms. */
const AGAIN_MS = 10_000;

/**
 * How a coordinator is reached from this browser.
 * @param isWatched tried at once and again and again; otherwise only by `retry`
 */
export function useProbe(url: string | undefined, operator: Address | undefined, isWatched = false) {
  const { config } = useNetwork();
  const probe = useQuery({
    queryKey: ['coordinatorProbe', url, operator],
    enabled: isWatched && url !== undefined && operator !== undefined,
    refetchInterval: AGAIN_MS,
    queryFn: () => probeCoordinator(url!, operator!, config),
  });
  return { data: probe.data, isTrying: probe.isFetching, retry: () => void probe.refetch() };
}
