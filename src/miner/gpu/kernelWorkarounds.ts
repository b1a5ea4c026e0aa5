import type { Workarounds } from '#miner/gpu/gpuProtocol.ts';

export const ALL_WORKAROUNDS: Workarounds = { zeroLoopVariables: true, withoutSmallSubgroups: true };

/** ONNX Runtime's flash attention assumes subgroups of at least this size. */
const SMALLEST_SUBGROUP = 8;

/** A function-scope variable without initializer, as ONNX Runtime writes them: indented, one per line. */
const BARE_VARIABLE = /^(\s+var\s+\w+\s*:\s*([^;=]+?))\s*;/gm;

/**
 * WGSL says that a variable without initializer is zero each time its declaration is reached; Tint's Vulkan
 * back end leaves the last turn's value in a loop. Writing the zero into the shader works around that.
 */
export function zeroBareVariables(wgsl: string): string {
  return wgsl.replace(BARE_VARIABLE, '$1 = $2();');
}

/** Runs every shader of this worker through `zeroBareVariables`. Once, before the first session. */
export function installLoopVariableWorkaround(): void {
  const create = GPUDevice.prototype.createShaderModule;
  GPUDevice.prototype.createShaderModule = function (descriptor) {
    return create.call(this, { ...descriptor, code: zeroBareVariables(descriptor.code) });
  };
}

/** Features that ONNX Runtime uses where the adapter has them. */
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

/** A device with everything that ONNX Runtime uses, except for what makes it compute wrong numbers here. */
export async function requestComputeDevice(
  adapter: GPUAdapter,
  workarounds: Workarounds,
): Promise<GPUDevice> {
  const avoidSubgroups =
    workarounds.withoutSmallSubgroups && adapter.info.subgroupMinSize < SMALLEST_SUBGROUP;
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
