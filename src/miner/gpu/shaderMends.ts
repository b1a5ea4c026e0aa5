import type { Mends } from '#miner/gpu/gpuProtocol.ts';

export const ALL_MENDS: Mends = { zeroLoopVariables: true, withoutSmallSubgroups: true };

/** ONNX Runtime's flash attention takes subgroups of at least this many for granted. */
const SMALLEST_SUBGROUP = 8;

/** A function-scope variable without initializer, as ONNX Runtime writes them: indented, one a line. */
const BARE_VARIABLE = /^(\s+var\s+\w+\s*:\s*([^;=]+?))\s*;/gm;

/**
 * WGSL says that a variable without initializer is zero each time its declaration is reached; Tint's Vulkan
 * back end leaves the last turn's value in a loop. Writing the zero out mends it.
 */
export function zeroBareVariables(wgsl: string): string {
  return wgsl.replace(BARE_VARIABLE, '$1 = $2();');
}

/** Runs every shader of this worker through `zeroBareVariables`. Once, before the first session. */
export function installShaderMend(): void {
  const create = GPUDevice.prototype.createShaderModule;
  GPUDevice.prototype.createShaderModule = function (descriptor) {
    return create.call(this, { ...descriptor, code: zeroBareVariables(descriptor.code) });
  };
}

/** What ONNX Runtime makes use of where the adapter has it. */
const USEFUL_FEATURES = ['shader-f16', 'subgroups', 'subgroup-size-control'] as const;

/** The limits that ONNX Runtime reads to shape its kernels and buffers. */
const USEFUL_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** A device with all that the adapter offers to ONNX Runtime, less what would make it compute wrongly. */
export async function requestMendedDevice(adapter: GPUAdapter, mends: Mends): Promise<GPUDevice> {
  const avoidSubgroups = mends.withoutSmallSubgroups && adapter.info.subgroupMinSize < SMALLEST_SUBGROUP;
  const features = USEFUL_FEATURES.filter(
    (name) => adapter.features.has(name) && !(avoidSubgroups && name.startsWith('subgroup')),
  );
  const limits: Record<string, number> = {};
  for (const name of USEFUL_LIMITS) limits[name] = adapter.limits[name];
  return adapter.requestDevice({
    // Newer than the type's list of names.
    requiredFeatures: features as GPUFeatureName[],
    requiredLimits: limits,
  });
}
