import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query';
import { followAudit, isAuditWatched } from '#web/create/audit/followAudit.ts';
import { updateResult } from '#web/create/saved/resultStore.ts';
import { RESULTS_KEY } from '#web/create/saved/resultsKey.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

/** How often a watched audit is asked for, in ms. */
const LOOK_MS = 2_000;

const keyOf = ({ id }: SavedResult) => ['audit', id];

/** Asks how a result's audit stands, and keeps what is new. @throws as `followAudit` */
export async function lookUpAudit(
  queries: QueryClient,
  result: SavedResult,
  signal: AbortSignal,
): Promise<SavedResult> {
  const newest = await followAudit(result, signal);
  if (newest === result) return result;
  // Where the browser keeps nothing, the newest state lives as long as the page.
  await updateResult(newest).catch((error: unknown) => console.debug('keeping an audit', error));
  queries.setQueryData(keyOf(result), newest);
  void queries.invalidateQueries({ queryKey: RESULTS_KEY });
  return newest;
}

/** Follows the audits of these results as long as they are new and undecided. @returns each as it is now */
export function useAudits(results: readonly SavedResult[]): (result: SavedResult) => SavedResult {
  const queries = useQueryClient();
  const known = new Map(results.map((result) => [result.id, result]));
  const heard = useQueries({
    queries: [...known.values()].map((result) => ({
      queryKey: keyOf(result),
      enabled: isAuditWatched(result, Date.now()),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        lookUpAudit(queries, queries.getQueryData<SavedResult>(keyOf(result)) ?? result, signal),
      refetchInterval: ({ state }: { state: { data: SavedResult | undefined } }) =>
        isAuditWatched(state.data ?? result, Date.now()) && LOOK_MS,
    })),
  });
  const now = new Map([...known.keys()].map((id, place) => [id, heard[place]?.data]));
  return (result) => now.get(result.id) ?? known.get(result.id) ?? result;
}
