import * as ort from 'onnxruntime-web/webgpu';
import moduleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { Runtime } from '#inference/runtime.ts';
import { GpuError } from '#miner/gpu/gpuError.ts';

/**
 * ONNX Runtime on one WebGPU device. A graph with a node that WebGPU cannot run is refused, never run
 * elsewhere.
 */
export function createWebgpuRuntime(device: GPUDevice): Runtime {
  ort.env.wasm.wasmPaths = { mjs: moduleUrl, wasm: wasmUrl };
  // Threads need cross-origin isolation, which wallets' pop-ups do not stand; the GPU does the work anyway.
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return {
    Tensor: ort.Tensor,
    createSession: async ({ model, externalData }, keepOutputs) => {
      try {
        return await ort.InferenceSession.create(model, {
          executionProviders: [{ name: 'webgpu', device }],
          externalData: [...externalData],
          extra: { session: { disable_cpu_ep_fallback: '1' } },
          ...(keepOutputs ? { preferredOutputLocation: 'gpu-buffer' } : {}),
        });
      } catch (cause) {
        throw new GpuError(
          'SESSION_FAILED',
          `The model cannot be compiled for this GPU: ${String(cause)}`,
          {},
          { cause },
        );
      }
    },
  };
}
