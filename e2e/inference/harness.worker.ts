import { expose } from 'comlink';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import { createGpuClient, type GpuClient, type GpuClientOptions } from '#miner/gpu/gpuClient.ts';
import { GpuError } from '#miner/gpu/gpuError.ts';
import type { AdapterInfo, ConformanceReport, PaceReport } from '#miner/gpu/gpuProtocol.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/** A call's value, or the fields of its GpuError: an error that is sent to the test loses them. */
export type Settled<T> =
  | { readonly value: T; readonly error?: undefined }
  | {
      readonly value?: undefined;
      readonly error: { code: string; message: string; figures: Record<string, number> };
    };

async function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await promise };
  } catch (error) {
    if (!(error instanceof GpuError)) throw error;
    const { code, message, details } = error;
    return { error: { code, message, figures: { ...details } } };
  }
}

let client: GpuClient | undefined;

function current(): GpuClient {
  client ??= createGpuClient();
  return client;
}

const harness = {
  /** A fresh client instead of the last one. */
  renew: async (options: GpuClientOptions): Promise<void> => {
    client?.dispose();
    client = createGpuClient(options);
  },
  probe: (): Promise<Settled<AdapterInfo>> => settle(current().probe()),
  load: (modelId: string): Promise<Settled<void>> => settle(current().load(modelId)),
  conformance: (modelId: string): Promise<Settled<ConformanceReport>> =>
    settle(current().conformance(modelId)),
  calibrate: (modelId: string): Promise<Settled<PaceReport>> => settle(current().calibrate(modelId)),
  run: async (request: TaskRequest): Promise<{ outcome: Settled<TaskOutcome>; progress: TaskProgress[] }> => {
    const progress: TaskProgress[] = [];
    const outcome = await settle(current().run(request, { onProgress: (news) => progress.push(news) }));
    return { outcome, progress };
  },
  /** Runs all at once. */
  runAll: (requests: readonly TaskRequest[]): Promise<Settled<TaskOutcome>[]> =>
    Promise.all(requests.map((request) => settle(current().run(request)))),
  /** Cancels at the task's first progress; `later` is the number of progress reports after that. */
  runAndCancel: async (request: TaskRequest): Promise<{ outcome: Settled<TaskOutcome>; later: number }> => {
    const controller = new AbortController();
    let reports = 0;
    const onProgress = () => {
      reports++;
      controller.abort();
    };
    const outcome = await settle(current().run(request, { onProgress, signal: controller.signal }));
    return { outcome, later: reports - 1 };
  },
};

export type Harness = typeof harness;

expose(harness);
