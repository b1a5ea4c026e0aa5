import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { clearResults, listResults, removeBroken, removeResult } from '#web/create/saved/resultStore.ts';

export const RESULTS_KEY = ['results'];

/** This browser's gallery. @param newest id of the result that was saved last */
export function useResults(newest: string | null) {
  const queries = useQueryClient();
  const options = { onSettled: () => queries.invalidateQueries({ queryKey: RESULTS_KEY }) };
  const results = useQuery({ queryKey: RESULTS_KEY, queryFn: listResults, networkMode: 'always' });
  const remove = useMutation({ mutationFn: (id: string) => removeResult(id), ...options });
  const mend = useMutation({ mutationFn: removeBroken, ...options });
  const clear = useMutation({ mutationFn: () => clearResults(), ...options });
  useEffect(() => {
    if (newest !== null) void queries.invalidateQueries({ queryKey: RESULTS_KEY });
  }, [queries, newest]);
  return { results, remove, mend, clear };
}
