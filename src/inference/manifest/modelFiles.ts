import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { graphsOf, type Manifest } from '#inference/manifest/manifest.ts';
import type { GraphBytes } from '#inference/runtime/runtime.ts';

/** Gives one of a manifest's files by its path; one that is a graph's external data may stay on disk. */
export type ReadFile = (path: string) => Promise<Uint8Array | Blob>;

/** The graphs of a model, in the order in which a task runs them. */
export async function readGraphs(manifest: Manifest, readFile: ReadFile): Promise<GraphBytes[]> {
  const graphs: GraphBytes[] = [];
  for (const { file, externalData, dimensions } of graphsOf(manifest)) {
    const external: { path: string; data: Uint8Array | Blob }[] = [];
    for (const path of externalData) {
      // A graph names its data relative to itself.
      external.push({ path: path.slice(path.lastIndexOf('/') + 1), data: await readFile(path) });
    }
    graphs.push({ model: await bytesOf(await readFile(file)), externalData: external, dimensions });
  }
  return graphs;
}

const bytesOf = async (data: Uint8Array | Blob): Promise<Uint8Array> =>
  data instanceof Blob ? new Uint8Array(await data.arrayBuffer()) : data;

/** Reads files as JSON. @throws InferenceError BAD_MANIFEST from what it gives */
export function jsonReader(readFile: ReadFile): (path: string) => Promise<unknown> {
  return async (path) => {
    const text = new TextDecoder().decode(await bytesOf(await readFile(path)));
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      throw new InferenceError('BAD_MANIFEST', `${path} is not JSON.`, { cause });
    }
  };
}
