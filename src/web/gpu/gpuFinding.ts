import { t } from '#web/language/translate.ts';

/** What the page knows of the GPU before the miner starts; the miner then tests it with known inputs. */
export type GpuFinding =
  /** The browser has no WebGPU at all. */
  | { state: 'no-webgpu' }
  /** WebGPU is there and gives no adapter: switched off, blocklisted or without a driver. */
  | { state: 'no-adapter' }
  | { state: 'found'; name: string; fallback: boolean };

type AdapterNames = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'description'>;

/** Browsers may leave any of these fields empty. */
export function gpuName({ vendor, architecture, description }: AdapterNames): string {
  if (description !== '') return description;
  const name = [vendor, architecture].filter((part) => part !== '').join(' ');
  return name === '' ? t('gpu.gpuFinding.aGpuThatThe') : name;
}

export async function findGpu(gpu: GPU | undefined): Promise<GpuFinding> {
  if (gpu === undefined) return { state: 'no-webgpu' };
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return { state: 'no-adapter' };
  return { state: 'found', name: gpuName(adapter.info), fallback: adapter.info.isFallbackAdapter };
}
