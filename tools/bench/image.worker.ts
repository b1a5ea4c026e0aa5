import { parseManifest } from '#inference/manifest/manifest.ts';
import { jsonReader } from '#inference/manifest/modelFiles.ts';
import { fetchBytes } from '#tools/fetchBytes.ts';
import { openMinerRuntime } from '#tools/minerRuntime.ts';
import { measureImage, type ImageTimes } from '#tools/bench/imageOverhead.ts';

declare global {
  /** The benchmark on this browser's WebGPU, with the adapter's name. */
  var benchImage: (
    model: string,
    tasks: number,
    previews: number,
  ) => Promise<{ adapter: string; measured: ImageTimes[] }>;
}

globalThis.benchImage = async (model, tasks, previews) => {
  const { adapter, runtime } = await openMinerRuntime();
  const readFile = (path: string) => fetchBytes(`/models/${model}/${path}`);
  const manifest = parseManifest(await jsonReader(readFile)('manifest.json'));
  const { description, vendor, architecture } = adapter.info;
  return {
    adapter: description || `${vendor} ${architecture}`,
    measured: await measureImage(runtime, manifest, readFile, tasks, previews),
  };
};

postMessage('ready');
