import type { GraphBytes } from '#inference/runtime/runtime.ts';
import { fetchBytes } from '#tools/fetchBytes.ts';
import { openMinerRuntime } from '#tools/minerRuntime.ts';
import { liveBytes as liveGpuBytes } from './gpuMemory.ts';
import type { LayoutFiles } from './layoutFiles.ts';

declare global {
  /** Bytes of GPU buffers that were created and not destroyed. */
  var liveBytes: () => number;
  var hasHalf: boolean;
}

// Some browsers have no WebAssembly that can wait for promises.
if (new URLSearchParams(location.search).has('withoutJspi'))
  Reflect.deleteProperty(WebAssembly, 'Suspending');

const miner = await openMinerRuntime();

export const { device, runtime } = miner;

export async function fetchGraph({ model, externalData }: LayoutFiles): Promise<GraphBytes> {
  const external = externalData.map(async ({ path, url }) => ({ path, data: await fetchBytes(url) }));
  return { model: await fetchBytes(model), externalData: await Promise.all(external) };
}

globalThis.liveBytes = liveGpuBytes;
globalThis.hasHalf = miner.adapter.features.has('shader-f16');
