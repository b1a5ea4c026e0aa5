import * as ort from 'onnxruntime-web/webgpu';
import moduleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { GraphBytes, Runtime } from '#inference/runtime/runtime.ts';
import { ALL_MENDS, requestMendedDevice } from '#miner/gpu/shaderMends.ts';
import { createWebgpuRuntime } from '#miner/gpu/webgpuRuntime.ts';
import { fetchBytes } from '#tools/fetchBytes.ts';
import { fetchJson, MODEL_FILES, type ModelConfig } from '#tools/bench/arms/armProtocol.ts';

/** The miner's runtime on a device of its own, or the asyncify build on the CPU; and the model's graph. */
export async function openGraph(
  modelUrl: string,
): Promise<{ runtime: Runtime; graph: GraphBytes; context: number }> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('WebGPU found no graphics adapter.');
  const onGpu = await createWebgpuRuntime(await requestMendedDevice(adapter, ALL_MENDS));
  const runtime = new URLSearchParams(location.search).get('provider') === 'wasm' ? onCpu : onGpu;
  const config = await fetchJson<ModelConfig>(`${modelUrl}/${MODEL_FILES.config}`);
  const model = await fetchBytes(`${modelUrl}/${MODEL_FILES.graph}`);
  const externalData = config.external_data
    ? [{ path: 'model.onnx_data', data: await fetchBytes(`${modelUrl}/${MODEL_FILES.externalData}`) }]
    : [];
  return { runtime, graph: { model, externalData }, context: config.max_position_embeddings };
}

ort.env.wasm.wasmPaths = { mjs: moduleUrl, wasm: wasmUrl };
ort.env.wasm.numThreads = 1;

/** WebAssembly in one thread. */
const onCpu: Runtime = {
  Tensor: ort.Tensor,
  createSession: ({ model, externalData }) =>
    ort.InferenceSession.create(model, { executionProviders: ['wasm'], externalData: [...externalData] }),
};
