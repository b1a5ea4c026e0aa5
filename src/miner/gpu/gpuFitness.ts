import type { Manifest } from '#inference/manifest/manifest.ts';
import { GpuError } from '#miner/gpu/gpuError.ts';

/** @throws GpuError GPU_UNFIT when the GPU lacks what the model's graphs are written for */
export function requireFeatures({ name, gpu }: Manifest, features: ReadonlySet<string>): void {
  const missing = gpu.features.filter((feature) => !features.has(feature));
  if (missing.length > 0) {
    throw new GpuError(
      'GPU_UNFIT',
      `${name} needs a GPU that offers ${missing.join(' and ')}; this one does not.`,
    );
  }
}
