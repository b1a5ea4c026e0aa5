import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { externalFiles } from '#inference/manifest/externalFiles.ts';
import type { GraphFiles } from '#inference/manifest/manifestFields.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { GraphBytes } from '#inference/runtime/runtime.ts';

/** Gives one of a manifest's files by its path; one that is a graph's external data may stay on disk. */
export type ReadFile = (path: string) => Promise<Uint8Array | Blob>;

/** The graphs of a latent diffusion model, in the order in which a task runs them. */
export interface DiffusionGraphs {
  readonly textEncoder: GraphBytes;
  readonly denoiser: GraphBytes;
  readonly decoder: GraphBytes;
  /** Only models that can start from a picture have one. */
  readonly imageEncoder: GraphBytes | undefined;
}

/**
 * Reads one graph with its external data.
 * @throws InferenceError BAD_GRAPH, BAD_MANIFEST: see `externalFiles`
 * @example
 * const { model, externalData } = await readGraph(manifest.graph, readFile);
 */
export async function readGraph(graph: GraphFiles, readFile: ReadFile): Promise<GraphBytes> {
  const model = await bytesOf(await readFile(graph.file));
  const externalData: { path: string; data: Uint8Array | Blob }[] = [];
  for (const { location, path } of externalFiles(model, graph)) {
    externalData.push({ path: location, data: await readFile(path) });
  }
  return { model, externalData, dimensions: graph.dimensions };
}

/**
 * Reads all graphs of a latent diffusion model.
 * @example
 * const { textEncoder, denoiser, decoder } = await readDiffusionGraphs(manifest, readFile);
 */
export async function readDiffusionGraphs(
  manifest: LatentDiffusionManifest,
  readFile: ReadFile,
): Promise<DiffusionGraphs> {
  return {
    textEncoder: await readGraph(manifest.textEncoder, readFile),
    denoiser: await readGraph(manifest.denoiser, readFile),
    decoder: await readGraph(manifest.decoder, readFile),
    imageEncoder: manifest.imageEncoder && (await readGraph(manifest.imageEncoder, readFile)),
  };
}

const bytesOf = async (data: Uint8Array | Blob): Promise<Uint8Array> =>
  data instanceof Blob ? new Uint8Array(await data.arrayBuffer()) : data;

/**
 * Reads files as text.
 * @example
 * const template = await textReader(readFile)('chat_template.jinja');
 */
export function textReader(readFile: ReadFile): (path: string) => Promise<string> {
  return async (path) => new TextDecoder().decode(await bytesOf(await readFile(path)));
}

/**
 * Reads files as JSON.
 * @throws InferenceError BAD_MANIFEST from what it gives
 * @example
 * const config = await jsonReader(readFile)('tokenizer_config.json');
 */
export function jsonReader(readFile: ReadFile): (path: string) => Promise<unknown> {
  const readText = textReader(readFile);
  return async (path) => {
    const text = await readText(path);
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      throw new InferenceError('BAD_MANIFEST', `${path} is not JSON.`, { cause });
    }
  };
}
