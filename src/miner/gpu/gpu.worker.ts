import { expose } from 'comlink';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { GpuEngine } from '#miner/gpu/gpuEngine.ts';
import { GpuError, type GpuErrorCode } from '#miner/gpu/gpuError.ts';
import type { Answer, GpuWorkerApi } from '#miner/gpu/gpuProtocol.ts';
import { ModelStoreError } from '#miner/models/modelStoreError.ts';
import { taskRequestSchema } from '#protocol/task/taskRequest.ts';

let engine: GpuEngine | undefined;
const running = new Map<number, AbortController>();

function started(): GpuEngine {
  if (!engine) throw new GpuError('MODEL_NOT_LOADED', 'The GPU worker was not started.');
  return engine;
}

/** @param otherwise the code of an error that the runtime threw, not we */
async function answer<T>(otherwise: GpuErrorCode, work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof GpuError) return { ok: false, code: error.code, message, figures: error.figures };
    const isOurs = error instanceof InferenceError || error instanceof ModelStoreError;
    const code = isOurs ? error.code : otherwise;
    return { ok: false, code, message, figures: {} };
  }
}

const api: GpuWorkerApi = {
  start: (modelsUrl, mends, onDeviceFailed) =>
    answer('NO_ADAPTER', async () => {
      engine = await GpuEngine.start(modelsUrl, mends, ({ code, message }) => onDeviceFailed(code, message));
      return engine.info;
    }),
  load: (modelId, onProgress) => answer('SESSION_FAILED', () => started().load(modelId, onProgress)),
  conformance: (modelId) => answer('RUN_FAILED', () => started().conformance(modelId)),
  calibrate: (modelId) => answer('RUN_FAILED', () => started().calibrate(modelId)),
  run: (id, request, onProgress) =>
    answer('RUN_FAILED', async () => {
      const parsed = taskRequestSchema.safeParse(request);
      if (!parsed.success) throw new GpuError('BAD_REQUEST', 'The task is not of a known form.');
      const controller = new AbortController();
      running.set(id, controller);
      try {
        return await started().run(parsed.data, onProgress, controller.signal);
      } finally {
        running.delete(id);
      }
    }),
  cancel: async (id) => running.get(id)?.abort(),
};

expose(api);
