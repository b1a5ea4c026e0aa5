import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import type { Runtime } from '#inference/runtime/runtime.ts';

/**
 * ONNX Runtime as WebAssembly on the CPU, in one thread: other kernels than `createNodeRuntime` has.
 * @example
 * const model = await loadModel(manifest, readFile, createWasmRuntime());
 */
export function createWasmRuntime(): Runtime {
  env.wasm.numThreads = 1;
  env.logLevel = 'error';
  return {
    Tensor,
    createSession: ({ model, externalData, dimensions }) =>
      InferenceSession.create(model, {
        executionProviders: ['wasm'],
        externalData: [...externalData],
        ...(dimensions && { freeDimensionOverrides: dimensions }),
      }),
  };
}
