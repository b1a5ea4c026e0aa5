import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageModel } from '#inference/diffusion/imageGeneration.ts';
import { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { jsonReader, readDiffusionGraphs } from '#inference/manifest/modelFiles.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import { createPromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';
import { folderReader } from '#tools/models/publish/modelFolder.ts';
import { withCoarseWeights } from '#tools/trust/audits/coarseWeights.ts';

/**
 * The image model in a folder.
 * @param bits to which its denoiser's weights are rounded, if they are
 */
export async function openImageModel(folder: string, runtime: Runtime, bits?: 4 | 8): Promise<ImageModel> {
  const readPlain = folderReader(folder);
  const manifest = parseManifest(
    JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')),
  ) as LatentDiffusionManifest;
  const readFile = async (path: string) => {
    const bytes = await readPlain(path);
    return bits !== undefined && path.endsWith('denoiser.onnx') ? withCoarseWeights(bytes, bits) : bytes;
  };
  const graphs = await readDiffusionGraphs(manifest, readFile);
  return {
    manifest,
    session: await LatentDiffusionSession.create(runtime, manifest, graphs, () => undefined),
    tokenize: await createPromptTokenizer(manifest, jsonReader(readFile)),
  };
}
