import type { Tensor } from 'onnxruntime-web';
import type { Runtime } from '#inference/runtime/runtime.ts';

export const ELEMENT_BYTES = { float32: 4, float16: 2, int32: 4, int64: 8 } as const;

/** Size of a buffer for so many bytes: ONNX Runtime binds buffers in multiples of 16. */
export const bindableBytes = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/**
 * An uninitialized tensor in a GPU buffer of its own, which is destroyed with the tensor.
 * @example
 * const ids = emptyGpuTensor(runtime, device, 'int32', [rows, 1]);
 */
export function emptyGpuTensor(
  { Tensor }: Runtime,
  device: GPUDevice,
  type: keyof typeof ELEMENT_BYTES,
  dims: readonly number[],
): Tensor {
  const length = dims.reduce((product, size) => product * size, 1);
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  const usage = STORAGE | COPY_SRC | COPY_DST;
  const buffer = device.createBuffer({ size: bindableBytes(length * ELEMENT_BYTES[type]), usage });
  return Tensor.fromGpuBuffer(buffer, { dataType: type, dims, dispose: () => buffer.destroy() });
}
