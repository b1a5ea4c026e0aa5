import type { GraphBytes } from '#inference/runtime/runtime.ts';
import { ALL_MENDS, installShaderMend, requestMendedDevice } from '#miner/gpu/shaderMends.ts';
import { createWebgpuRuntime } from '#miner/gpu/webgpuRuntime.ts';
import { fetchBytes } from '../../tools/fetchBytes.ts';
import type { LayoutFiles } from './layoutFiles.ts';

declare global {
  /** Bytes of GPU buffers that were made and not destroyed. */
  var liveBytes: () => number;
  var hasHalf: boolean;
}

// As in browsers whose WebAssembly cannot wait for promises.
if (new URLSearchParams(location.search).has('withoutJspi'))
  Reflect.deleteProperty(WebAssembly, 'Suspending');

const adapter = (await navigator.gpu.requestAdapter())!;
installShaderMend();

/** The miner's device and runtime in a test's worker. */
export const device = await requestMendedDevice(adapter, ALL_MENDS);
export const runtime = await createWebgpuRuntime(device);

export async function fetchGraph({ model, externalData }: LayoutFiles): Promise<GraphBytes> {
  const external = externalData.map(async ({ path, url }) => ({ path, data: await fetchBytes(url) }));
  return { model: await fetchBytes(model), externalData: await Promise.all(external) };
}

globalThis.liveBytes = liveBytes;
globalThis.hasHalf = adapter.features.has('shader-f16');
