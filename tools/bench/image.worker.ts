import { parseManifest } from '#inference/manifest/manifest.ts';
import { jsonReader } from '#inference/manifest/modelFiles.ts';
import { type ImageBenchOptions, type ImageTimes, measureImage } from '#tools/bench/imageOverhead.ts';
import { fetchBytes } from '#tools/fetchBytes.ts';
import { openMinerRuntime } from '#tools/minerRuntime.ts';

declare global {
  /** Runs the benchmark on this browser's WebGPU; gives its times and the adapter's name. */
  var benchImage: (
    model: string,
    options: ImageBenchOptions,
  ) => Promise<{ adapter: string; measured: ImageTimes[] }>;
}

globalThis.benchImage = async (model, options) => {
  const { adapter, runtime } = await openMinerRuntime();
  const readFile = (path: string) => fetchBytes(`/models/${model}/${path}`);
  const manifest = parseManifest(await jsonReader(readFile)('manifest.json'));
  const { description, vendor, architecture } = adapter.info;
  return {
    adapter: description || `${vendor} ${architecture}`,
    measured: await measureImage({ runtime, manifest, readFile }, options),
  };
};

postMessage('ready');
