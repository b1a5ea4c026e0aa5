import { createGpuClient } from '#miner/gpu/gpuClient.ts';
import type { Judgement } from '#miner/jury/judging/judgement.ts';
import type { PublishedModel } from '#miner/models/modelSite.ts';
import { ModelStoreClient } from '#miner/models/modelStoreClient.ts';
import { isAnyMinerAtWork } from '#miner/service/minerLock.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { type GpuRerunDeps, gpuRerun } from '#web/create/rerun/gpuRerun.ts';
import { isMinersWord } from '#web/create/rerun/minersWord.ts';
import { requestAgain } from '#web/create/rerun/requestAgain.ts';
import { RerunError } from '#web/create/rerun/rerunError.ts';
import { resultAgain } from '#web/create/rerun/resultAgain.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

/** Held by the run under way, in whatever tab. It ends with the tab. */
const LOCK = 'cuckoo-rerun';

/** The browser's own. */
const BROWSER: GpuRerunDeps = {
  createGpu: () => createGpuClient(),
  isMining: isAnyMinerAtWork,
  alone: async (work) => {
    let done: Awaited<ReturnType<typeof work>> | undefined;
    await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (lock !== null) done = await work();
    });
    return done;
  },
};

let store: ModelStoreClient | undefined;

async function missingBytesOf(model: string): Promise<number> {
  const { models } = await (store ??= new ModelStoreClient()).survey();
  const found = models.find(({ id }) => id === model);
  return found === undefined ? 0 : Math.max(0, found.bytes - found.bytesOnDisk);
}

export interface PreparedRerun {
  request: TaskRequest;
  /** Of the model. */
  name: string;
  /** To be downloaded first. */
  missingBytes: number;
}

/**
 * What running a result again takes.
 * @throws as `requestAgain`, and CodedError of the model store
 */
export async function prepareRerun(
  result: SavedResult,
  models: readonly PublishedModel[],
): Promise<PreparedRerun> {
  const manifest = models.find(({ manifest }) => manifest.id === result.asked?.model)?.manifest;
  const request = await requestAgain(result, manifest);
  return { request, name: manifest!.name, missingBytes: await missingBytesOf(request.model) };
}

/** Runs it in this browser. @throws RerunError NOT_SIGNED; as `resultAgain` and `gpuRerun` */
export async function browserRerun(
  network: NetworkIdentity,
  result: SavedResult,
  request: TaskRequest,
  options: Parameters<typeof gpuRerun>[2],
): Promise<Judgement> {
  if (!(await isMinersWord(result.receipt, network))) throw new RerunError('NOT_SIGNED');
  const made = await resultAgain(result, options.signal);
  return gpuRerun(BROWSER, { request, result: made, parts: undefined }, options);
}
