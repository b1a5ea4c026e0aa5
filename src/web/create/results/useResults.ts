import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SavedResult } from '#web/create/order/savedResult.ts';
import { clearResults, listResults, removeResult, saveResult } from '#web/create/results/resultStore.ts';

const RESULTS_KEY = ['results'];

/** This browser's gallery. */
export function useResults() {
  const queries = useQueryClient();
  const options = { onSettled: () => queries.invalidateQueries({ queryKey: RESULTS_KEY }) };
  const results = useQuery({ queryKey: RESULTS_KEY, queryFn: listResults, networkMode: 'always' });
  const save = useMutation({ mutationFn: (result: SavedResult) => saveResult(result), ...options });
  const remove = useMutation({ mutationFn: (id: string) => removeResult(id), ...options });
  const clear = useMutation({ mutationFn: () => clearResults(), ...options });
  return { results, save, remove, clear };
}
