let bytes = 0;
const sizes = new WeakMap<GPUBuffer, number>();

const { createBuffer } = GPUDevice.prototype;
GPUDevice.prototype.createBuffer = function (descriptor) {
  const buffer = createBuffer.call(this, descriptor);
  sizes.set(buffer, descriptor.size);
  bytes += descriptor.size;
  return buffer;
};

const { destroy } = GPUBuffer.prototype;
GPUBuffer.prototype.destroy = function () {
  bytes -= sizes.get(this) ?? 0;
  sizes.delete(this);
  return destroy.call(this);
};

/** Bytes of GPU buffers that this worker made since this file was loaded and did not destroy. */
export const liveBytes = (): number => bytes;
