import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LatentDiffusionSession } from '#inference/latentDiffusionSession.ts';
import { graphsOf, type LatentDiffusionManifest } from '#inference/manifest.ts';
import { createNodeRuntime } from '#inference/nodeRuntime.ts';
import { createPromptTokenizer, type PromptTokenizer } from '#inference/promptTokenizer.ts';
import type { Runtime } from '#inference/runtime.ts';

export interface OpenDiffusion {
  readonly session: LatentDiffusionSession;
  readonly tokenize: PromptTokenizer;
}

/** The pipeline's parts of a model in a folder, for tools that want latents and not only the picture. */
export async function openDiffusion(
  folder: string,
  manifest: LatentDiffusionManifest,
  runtime: Runtime = createNodeRuntime(),
): Promise<OpenDiffusion> {
  const read = (path: string) => new Uint8Array(readFileSync(join(folder, path)));
  const tokenize = await createPromptTokenizer(
    manifest,
    async (path) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as unknown,
  );
  const graphs = graphsOf(manifest).map(({ file, externalData, dimensions }) => ({
    model: read(file),
    // A graph names its data relative to itself.
    externalData: externalData.map((path) => ({ path: path.split('/').at(-1)!, data: read(path) })),
    dimensions,
  }));
  return { session: await LatentDiffusionSession.create(runtime, manifest, graphs, () => undefined), tokenize };
}
