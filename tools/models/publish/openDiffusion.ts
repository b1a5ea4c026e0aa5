import { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { jsonReader, readDiffusionGraphs } from '#inference/manifest/modelFiles.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import { createPromptTokenizer, type PromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';
import { folderReader } from '#tools/models/publish/modelFolder.ts';

export interface OpenDiffusion {
  readonly session: LatentDiffusionSession;
  readonly tokenize: PromptTokenizer;
}

/** Session and tokenizer of the image model in a folder, for tools that need latents as well as the image. */
export async function openDiffusion(
  folder: string,
  manifest: LatentDiffusionManifest,
  runtime: Runtime = createNodeRuntime(),
): Promise<OpenDiffusion> {
  const readFile = folderReader(folder);
  const tokenize = await createPromptTokenizer(manifest, jsonReader(readFile));
  const graphs = await readDiffusionGraphs(manifest, readFile);
  return {
    session: await LatentDiffusionSession.create(runtime, manifest, graphs, () => undefined),
    tokenize,
  };
}
