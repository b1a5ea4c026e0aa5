import asyncifyModuleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyWasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiModuleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiWasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import type { GraphBytes, Runtime } from '#inference/runtime/runtime.ts';
import { GpuError } from '#miner/gpu/gpuError.ts';
import { guardRuns } from '#miner/gpu/runGuard.ts';

/** What ONNX Runtime says when a node would run on the CPU and that is not allowed. */
const LEFT_TO_CPU = /fallback to CPU EP has been explicitly disabled/;

/**
 * Where WebAssembly can wait for promises by itself (JSPI: Chrome 137), ONNX Runtime needs no code that saves
 * and restores its stack: it is a third smaller, and quicker in what it does for each kernel. Not for a
 * page's main thread: Chromium on Linux, where it samples allocations, walks off the end of such a stack
 * there and kills the tab.
 */
async function importOrt() {
  if ('Suspending' in WebAssembly) {
    const ort = await import('onnxruntime-web/jspi');
    ort.env.wasm.wasmPaths = { mjs: jspiModuleUrl, wasm: jspiWasmUrl };
    return ort;
  }
  const ort = await import('onnxruntime-web/webgpu');
  ort.env.wasm.wasmPaths = { mjs: asyncifyModuleUrl, wasm: asyncifyWasmUrl };
  return ort;
}

/** With the version of ONNX Runtime, which is part of a device's class. */
export type WebgpuRuntime = Runtime & { readonly engine: string };

/**
 * ONNX Runtime on one WebGPU device. A graph with a node that WebGPU cannot run is refused, never run
 * elsewhere; save one that was found to leave nothing but sums on shapes.
 */
export async function createWebgpuRuntime(device: GPUDevice): Promise<WebgpuRuntime> {
  const ort = await importOrt().catch((cause: unknown) => {
    throw new GpuError(
      'SESSION_FAILED',
      'ONNX Runtime could not be loaded. Check the connection and try again.',
      { cause },
    );
  });
  // Threads need cross-origin isolation, which wallets' pop-ups do not stand; the GPU does the work anyway.
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const create = (
    { model, externalData, dimensions }: GraphBytes,
    keepOutputs: boolean,
    onGpuOnly: boolean,
  ) =>
    ort.InferenceSession.create(model, {
      // Its checks wait for the GPU's answer in every run. The device's errors come to `DeviceHealth` without
      // them.
      executionProviders: [{ name: 'webgpu', device, validationMode: 'disabled' }],
      externalData: [...externalData],
      ...(dimensions && { freeDimensionOverrides: dimensions }),
      extra: { session: { disable_cpu_ep_fallback: onGpuOnly ? '1' : '0' } },
      ...(keepOutputs ? { preferredOutputLocation: 'gpu-buffer' } : {}),
    });
  return {
    Tensor: ort.Tensor,
    device,
    engine: ort.env.versions.web ?? 'unknown',
    createSession: async (graph, keepOutputs) => {
      try {
        const session = await create(graph, keepOutputs, true).catch((cause: unknown) => {
          if (graph.shapesOnCpu !== true || !LEFT_TO_CPU.test(String(cause))) throw cause;
          return create(graph, keepOutputs, false);
        });
        return guardRuns(session);
      } catch (cause) {
        throw new GpuError('SESSION_FAILED', `The model cannot be compiled for this GPU: ${String(cause)}`, {
          cause,
        });
      }
    },
  };
}
