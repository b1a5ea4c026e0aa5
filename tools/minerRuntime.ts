import {
  ALL_WORKAROUNDS,
  installLoopVariableWorkaround,
  requestComputeDevice,
} from '#miner/gpu/kernelWorkarounds.ts';
import { createWebgpuRuntime, type WebgpuRuntime } from '#miner/gpu/webgpuRuntime.ts';

/**
 * The miner's runtime in a worker of a test or benchmark: an adapter, a device with all kernel workarounds,
 * and ONNX Runtime on it. Call it once in a worker.
 * @throws Error when the browser has no WebGPU adapter
 */
export async function openMinerRuntime(): Promise<{
  readonly adapter: GPUAdapter;
  readonly device: GPUDevice;
  readonly runtime: WebgpuRuntime;
}> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('The browser has no WebGPU adapter.');
  installLoopVariableWorkaround();
  const device = await requestComputeDevice(adapter, ALL_WORKAROUNDS);
  return { adapter, device, runtime: await createWebgpuRuntime(device) };
}
