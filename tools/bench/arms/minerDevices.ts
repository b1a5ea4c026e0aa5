import { ALL_MENDS, installShaderMend, requestMendedDevice } from '#miner/gpu/shaderMends.ts';

/** Gives every library in this worker the kernel workarounds and the device that the miner would ask for. */
export function installMinerDevices(): void {
  installShaderMend();
  const request = GPUAdapter.prototype.requestDevice;
  const asked = new WeakSet<GPUAdapter>();
  GPUAdapter.prototype.requestDevice = function (descriptor) {
    // `requestMendedDevice` itself calls this function.
    if (asked.has(this)) return request.call(this, descriptor);
    asked.add(this);
    return requestMendedDevice(this, ALL_MENDS);
  };
}
