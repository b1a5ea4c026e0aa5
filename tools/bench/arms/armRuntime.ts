import moduleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import * as ort from 'onnxruntime-web/webgpu';
import type { GraphBytes, Runtime } from '#inference/runtime/runtime.ts';
import { fetchJson, MODEL_FILES, type ModelConfig } from '#tools/bench/arms/armProtocol.ts';
import { fetchBytes } from '#tools/fetchBytes.ts';
import { openMinerRuntime } from '#tools/minerRuntime.ts';

/**
 * The miner's runtime, or the asyncify build on the CPU if the worker's URL says `provider=wasm`; and a
 * model's graph.
 */
export async function openGraph(
  modelUrl: string,
): Promise<{ runtime: Runtime; graph: GraphBytes; context: number }> {
  const provider = new URLSearchParams(location.search).get('provider');
  const runtime = provider === 'wasm' ? onCpu : (await openMinerRuntime()).runtime;
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
