import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { identityOf } from '#chain/networkConfig.ts';
import type { Judgement } from '#miner/jury/judging/judgement.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { CATALOGUE } from '#web/catalogue/siteModel.ts';
import type { PreparedRerun } from '#web/create/rerun/browserRerun.ts';
import type { RerunProgress } from '#web/create/rerun/gpuRerun.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { findGpu, type GpuFinding } from '#web/gpu/gpuFinding.ts';
import { useNetwork } from '#web/network/networkContext.ts';

export type RerunState =
  | { phase: 'idle' }
  /** Finds out what it takes. */
  | { phase: 'looking' }
  | { phase: 'no-gpu'; gpu: GpuFinding }
  /** What it takes is said, and whether to begin is asked. */
  | { phase: 'asking'; gpu: GpuFinding; prepared: PreparedRerun }
  | { phase: 'working'; progress: RerunProgress | undefined }
  | { phase: 'judged'; judgement: Judgement; request: TaskRequest }
  | { phase: 'failed'; error: unknown };

/** Nothing of the engine is loaded before it is used. */
const loadRerun = () => import('#web/create/rerun/browserRerun.ts');

/** Runs a result again on the visitor's GPU. Leaving the page ends it. */
export function useRerun(result: SavedResult) {
  const queries = useQueryClient();
  const network = identityOf(useNetwork().config);
  const [state, setState] = useState<RerunState>({ phase: 'idle' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  async function attempt(
    first: RerunState,
    work: (signal: AbortSignal) => Promise<RerunState>,
  ): Promise<void> {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setState(first);
    const end = await work(own.signal).catch((error: unknown): RerunState => {
      console.debug('running a result again', error);
      return { phase: 'failed', error };
    });
    if (!own.signal.aborted) setState(end);
  }

  return {
    state,
    look: () =>
      attempt({ phase: 'looking' }, async () => {
        const gpu = await findGpu(navigator.gpu);
        if (gpu.state !== 'found') return { phase: 'no-gpu', gpu };
        const [{ prepareRerun }, models] = await Promise.all([loadRerun(), queries.fetchQuery(CATALOGUE)]);
        return { phase: 'asking', gpu, prepared: await prepareRerun(result, models) };
      }),
    start: ({ request }: PreparedRerun) =>
      attempt({ phase: 'working', progress: undefined }, async (signal) => {
        const { browserRerun } = await loadRerun();
        const onProgress = (progress: RerunProgress) => setState({ phase: 'working', progress });
        return {
          phase: 'judged',
          request,
          judgement: await browserRerun(network, result, request, { signal, onProgress }),
        };
      }),
    cancel: () => {
      running.current?.abort();
      setState({ phase: 'idle' });
    },
  };
}
