import { useQuery } from '@tanstack/react-query';
import type { Standing } from '#chain/standing.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';

/**
 * In how many cases this tab's node may still have to vote though it gets no tasks: those that were opened
 * while it was active. Undefined for an active node, and until it is read.
 */
export function useCasesToServe({ client }: Miner, standing: Standing | undefined): number | undefined {
  const isInactive = standing !== undefined && standing !== 'ACTIVE';
  const cases = useQuery({
    queryKey: [...CHAIN_KEY, 'casesToServe'],
    enabled: isInactive,
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: () => client.casesToServe(),
  });
  return isInactive ? cases.data : undefined;
}
