import '#miner/rpc/workerRpc.ts';
import { expose } from 'comlink';
import { GpuEngine } from '#miner/gpu/gpuEngine.ts';
import { GpuError, type GpuErrorCode, toGpuError } from '#miner/gpu/gpuError.ts';
import type { GpuWorkerApi } from '#miner/gpu/gpuProtocol.ts';
import { taskRequestSchema } from '#protocol/task/taskRequest.ts';

let engine: GpuEngine | undefined;

function started(): GpuEngine {
  if (!engine) throw new GpuError('MODEL_NOT_LOADED', 'The GPU worker was not started.');
  return engine;
}

/** @param fallback the code of an error that the runtime threw, not we */
async function withCode<T>(fallback: GpuErrorCode, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toGpuError(error, fallback);
  }
}

const api: GpuWorkerApi = {
  start: (modelsUrl, workarounds, onDeviceFailed) =>
    withCode('NO_ADAPTER', async () => {
      engine = await GpuEngine.start(modelsUrl, workarounds, ({ code, message }) =>
        onDeviceFailed(code, message),
      );
      return engine.info;
    }),
  load: (modelId, onProgress) => withCode('SESSION_FAILED', () => started().load(modelId, onProgress)),
  conformance: (modelId, scope, onProgress) =>
    withCode('RUN_FAILED', () => started().conformance(modelId, scope, onProgress)),
  calibrate: (modelId) => withCode('RUN_FAILED', () => started().calibrate(modelId)),
  unload: (modelId) => withCode('RUN_FAILED', () => started().unload(modelId)),
  run: (request, onProgress, signal) =>
    withCode('RUN_FAILED', async () => {
      const parsed = taskRequestSchema.safeParse(request);
      if (!parsed.success) throw new GpuError('BAD_REQUEST', 'The task is not of a known form.');
      return started().run(parsed.data, onProgress, signal);
    }),
  audit: (work, onProgress, signal) =>
    withCode('RUN_FAILED', () => started().audit(work, onProgress, signal)),
};

expose(api);
