import { useQuery } from '@tanstack/react-query';
import { listResults } from '#web/create/saved/resultStore.ts';
import { RESULTS_KEY } from '#web/create/saved/resultsKey.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

/** The newest of this browser's gallery; undefined while there is none. */
export const useLastResult = (): SavedResult | undefined =>
  useQuery({ queryKey: RESULTS_KEY, queryFn: listResults }).data?.results[0];
