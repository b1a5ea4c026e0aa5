import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { listResults, removeBroken, removeResults, restoreResults } from '#web/create/saved/resultStore.ts';
import { RESULTS_KEY } from '#web/create/saved/resultsKey.ts';

/** This browser's gallery. */
export function useResults() {
  const queries = useQueryClient();
  const options = { onSettled: () => queries.invalidateQueries({ queryKey: RESULTS_KEY }) };
  const results = useQuery({ queryKey: RESULTS_KEY, queryFn: listResults });
  const remove = useMutation({ mutationFn: removeResults, networkMode: 'always', ...options });
  const restore = useMutation({ mutationFn: restoreResults, networkMode: 'always', ...options });
  const mend = useMutation({ mutationFn: removeBroken, networkMode: 'always', ...options });
  return { results, remove, restore, mend };
}
