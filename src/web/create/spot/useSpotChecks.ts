import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listResults } from '#web/create/saved/resultStore.ts';
import { RESULTS_KEY } from '#web/create/saved/resultsKey.ts';
import { useSpotChoice } from '#web/create/spot/spotChoice.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** Checks the results that were drawn while the page is open. @param isBusy an order is under way */
export function useSpotChecks(isBusy: boolean): void {
  const queries = useQueryClient();
  const { config } = useNetwork();
  const isWanted = useSpotChoice();
  const { data } = useQuery({ queryKey: RESULTS_KEY, queryFn: listResults });
  const due = data?.results.filter(({ spot }) => spot === 'due').map(({ id }) => id);
  const ids = due?.join(' ') ?? '';
  useEffect(() => {
    if (!isWanted || isBusy || ids === '') return;
    const leaving = new AbortController();
    const { signal } = leaving;
    // Few visits have one to check.
    import('#web/create/spot/checkDue.ts')
      .then(({ checkDue }) => checkDue({ ids: ids.split(' '), config, queries, signal }))
      .catch((error: unknown) => console.debug('checking results', error));
    return () => leaving.abort();
  }, [isWanted, isBusy, ids, config, queries]);
}
