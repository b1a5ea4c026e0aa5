/** Devices that compute alike. */
export interface DeviceClass {
  /** As WebGPU names it; `cpu` without a GPU. */
  readonly vendor: string;
  readonly architecture: string;
  readonly backEnd: 'webgpu' | 'wasm' | 'native';
  /** Version of ONNX Runtime. */
  readonly engine: string;
}

/**
 * Whether two devices are of one class.
 * @example
 * const device = { vendor: 'google', architecture: 'swiftshader', backEnd: 'webgpu', engine: '1.30.0' };
 * isSameClass(row.device, device);
 */
export const isSameClass = (one: DeviceClass, other: DeviceClass): boolean =>
  one.vendor === other.vendor &&
  one.architecture === other.architecture &&
  one.backEnd === other.backEnd &&
  one.engine === other.engine;
