import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { identityOf } from '#chain/networkConfig.ts';
import { isMetered } from '#miner/service/metered.ts';
import { CATALOGUE } from '#web/catalogue/siteModel.ts';
import { listResults, noteSpot } from '#web/create/saved/resultStore.ts';
import { RESULTS_KEY } from '#web/create/saved/resultsKey.ts';
import type { SpotFinding } from '#web/create/saved/savedResult.ts';
import { spotChoice, useSpotChoice } from '#web/create/spot/spotChoice.ts';
import { type SpotDeps, spotRun } from '#web/create/spot/spotRun.ts';
import { loadMessages } from '#web/language/current.ts';
import { useNetwork } from '#web/network/networkContext.ts';

const loadRerun = () => import('#web/create/rerun/browserRerun.ts');

/** A software adapter takes the processor away from the page: it is used only where the visitor says so. */
async function hasGpu(): Promise<boolean> {
  const loading = [import('#web/gpu/gpuFinding.ts'), loadMessages('gpu')] as const;
  const [{ findGpu }] = await Promise.all(loading);
  const gpu = await findGpu(navigator.gpu);
  return gpu.state === 'found' && (!gpu.fallback || spotChoice() === true);
}

/** Keeps what came of a check, and shows it. */
export const noteAndShow = (queries: QueryClient) => async (id: string, spot: SpotFinding) => {
  await noteSpot(id, spot);
  await queries.invalidateQueries({ queryKey: RESULTS_KEY });
};

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
    const deps: SpotDeps = {
      hasGpu,
      isMetered: () => isMetered(),
      note: noteAndShow(queries),
      prepare: async (result) => {
        const [{ prepareRerun }, models] = await Promise.all([loadRerun(), queries.fetchQuery(CATALOGUE)]);
        return prepareRerun(result, models);
      },
      rerun: async (...work) => (await loadRerun()).browserRerun(identityOf(config), ...work),
    };
    const leaving = new AbortController();
    async function checkDue(): Promise<void> {
      const { results } = await listResults();
      const due = results.filter(({ id }) => ids.split(' ').includes(id));
      if (!leaving.signal.aborted) await spotRun.checkAll(due, deps);
    }
    void checkDue().catch((error: unknown) => console.debug('checking results', error));
    return () => {
      leaving.abort();
      spotRun.pause();
    };
  }, [isWanted, isBusy, ids, config, queries]);
}
