import { useQuery } from '@tanstack/react-query';
import { listModels } from '#web/coordinator/coordinatorApi.ts';

/** How often the number of miners online is read again, in ms. */
const MODELS_INTERVAL_MS = 5_000;

export function useModels(url: string | undefined) {
  return useQuery({
    queryKey: ['models', url],
    enabled: url !== undefined,
    refetchInterval: MODELS_INTERVAL_MS,
    queryFn: () => listModels(url ?? ''),
  });
}
