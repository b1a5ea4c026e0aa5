import * as ort from 'onnxruntime-web/webgpu';
import moduleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { GraphBytes, Runtime } from '#inference/runtime.ts';
import { GpuError } from '#miner/gpu/gpuError.ts';

/** What ONNX Runtime says when a node would run on the CPU and that is not allowed. */
const LEFT_TO_CPU = /fallback to CPU EP has been explicitly disabled/;

/**
 * ONNX Runtime on one WebGPU device. A graph with a node that WebGPU cannot run is refused, never run elsewhere;
 * save one that was found to leave nothing but sums on shapes.
 */
export function createWebgpuRuntime(device: GPUDevice): Runtime {
  ort.env.wasm.wasmPaths = { mjs: moduleUrl, wasm: wasmUrl };
  // Threads need cross-origin isolation, which wallets' pop-ups do not stand; the GPU does the work anyway.
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const create = ({ model, externalData, dimensions }: GraphBytes, keepOutputs: boolean, onGpuOnly: boolean) =>
    ort.InferenceSession.create(model, {
      // Its checks wait for the GPU's answer in every run. The device's errors come to `DeviceHealth` without them.
      executionProviders: [{ name: 'webgpu', device, validationMode: 'disabled' }],
      externalData: [...externalData],
      ...(dimensions && { freeDimensionOverrides: dimensions }),
      extra: { session: { disable_cpu_ep_fallback: onGpuOnly ? '1' : '0' } },
      ...(keepOutputs ? { preferredOutputLocation: 'gpu-buffer' } : {}),
    });
  return {
    Tensor: ort.Tensor,
    device,
    createSession: async (graph, keepOutputs) => {
      try {
        return await create(graph, keepOutputs, true).catch((cause: unknown) => {
          if (graph.shapesOnCpu !== true || !LEFT_TO_CPU.test(String(cause))) throw cause;
          return create(graph, keepOutputs, false);
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
