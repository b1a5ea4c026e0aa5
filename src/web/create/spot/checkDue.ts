import type { QueryClient } from '@tanstack/react-query';
import { identityOf, type NetworkConfig } from '#chain/networkConfig.ts';
import { isMetered } from '#miner/service/metered.ts';
import { CATALOGUE } from '#web/catalogue/siteModel.ts';
import { listResults, noteSpot } from '#web/create/saved/resultStore.ts';
import { RESULTS_KEY } from '#web/create/saved/resultsKey.ts';
import type { SpotFinding } from '#web/create/saved/savedResult.ts';
import { spotChoice } from '#web/create/spot/spotChoice.ts';
import { spotRun } from '#web/create/spot/spotRun.ts';
import { loadMessages } from '#web/language/current.ts';

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

interface DueChecks {
  ids: readonly string[];
  config: NetworkConfig;
  queries: QueryClient;
  /** Pauses them. */
  signal: AbortSignal;
}

/** Checks these results of the gallery, one after the other. */
export async function checkDue({ ids, config, queries, signal }: DueChecks): Promise<void> {
  const { results } = await listResults();
  if (signal.aborted) return;
  signal.addEventListener('abort', () => spotRun.pause(), { once: true });
  await spotRun.checkAll(
    results.filter(({ id }) => ids.includes(id)),
    {
      hasGpu,
      isMetered: () => isMetered(),
      note: noteAndShow(queries),
      prepare: async (result) => {
        const [{ prepareRerun }, models] = await Promise.all([loadRerun(), queries.fetchQuery(CATALOGUE)]);
        return prepareRerun(result, models);
      },
      rerun: async (...work) => (await loadRerun()).browserRerun(identityOf(config), ...work),
    },
  );
}
