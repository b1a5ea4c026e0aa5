import { loadDecoder } from '#inference/decoderModel.ts';
import { loadLatentDiffusion } from '#inference/diffusionModel.ts';
import type { LoadedModel } from '#inference/loadedModel.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';
import type { ReadFile } from '#inference/manifest/modelFiles.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';

/**
 * Reads a model's files and compiles its graphs.
 * @param onCompiled is called after each graph with how many are done
 * @throws InferenceError BAD_GRAPH, BAD_MANIFEST
 * @example
 * const model = await loadModel(manifest, readFile, createNodeRuntime());
 * const { result } = await model.run(request);
 */
export async function loadModel(
  manifest: Manifest,
  readFile: ReadFile,
  runtime: Runtime,
  onCompiled: (done: number, total: number) => void = () => undefined,
): Promise<LoadedModel> {
  return manifest.kind === 'text'
    ? loadDecoder(manifest, readFile, runtime, onCompiled)
    : loadLatentDiffusion(manifest, readFile, runtime, onCompiled);
}
