import { AutoModelForCausalLM, env, Tensor } from '@huggingface/transformers';
// This folder is a package of its own, so the project's import aliases do not work here.
import { type Arm, fetchJson, MODEL_FILES, type ModelConfig } from '../armProtocol.ts';
import moduleUrl from './node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasmUrl from './node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm?url';

/** `@huggingface/transformers` with its own ONNX Runtime, on the same files. */
export async function openTransformersArm(modelUrl: string): Promise<Arm> {
  const at = modelUrl.lastIndexOf('/') + 1;
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = modelUrl.slice(0, at);
  env.useBrowserCache = false;
  env.backends.onnx.wasm.wasmPaths = { mjs: moduleUrl, wasm: wasmUrl };
  env.backends.onnx.wasm.numThreads = 1;
  const config = await fetchJson<ModelConfig>(`${modelUrl}/${MODEL_FILES.config}`);
  const model = await AutoModelForCausalLM.from_pretrained(modelUrl.slice(at), {
    device: 'webgpu',
    dtype: 'fp32',
    use_external_data_format: config.external_data,
  });
  return {
    run: async (prompt, count) => {
      const dims = [1, prompt.length];
      const tokens: number[] = [];
      const started = performance.now();
      let prefilled = 0;
      let ended = 0;
      let seenPrompt = false;
      await model.generate({
        inputs: new Tensor('int64', BigInt64Array.from(prompt, BigInt), dims),
        attention_mask: new Tensor('int64', new BigInt64Array(prompt.length).fill(1n), dims),
        max_new_tokens: count,
        do_sample: false,
        streamer: {
          put: ([added]) => {
            ended = performance.now();
            // The streamer gets the prompt first.
            if (seenPrompt) tokens.push(Number(added![0]));
            if (tokens.length === 1) prefilled = ended;
            seenPrompt = true;
          },
          end: () => undefined,
        },
      });
      return { tokens, prefillMs: prefilled - started, decodeMs: ended - prefilled };
    },
  };
}
