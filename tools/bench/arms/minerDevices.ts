import {
  ALL_WORKAROUNDS,
  installLoopVariableWorkaround,
  requestComputeDevice,
} from '#miner/gpu/kernelWorkarounds.ts';

/** Gives every library in this worker the kernel workarounds and the device that the miner would ask for. */
export function installMinerDevices(): void {
  installLoopVariableWorkaround();
  const request = GPUAdapter.prototype.requestDevice;
  const asked = new WeakSet<GPUAdapter>();
  GPUAdapter.prototype.requestDevice = function (descriptor) {
    // `requestComputeDevice` itself calls this function.
    if (asked.has(this)) return request.call(this, descriptor);
    asked.add(this);
    return requestComputeDevice(this, ALL_WORKAROUNDS);
  };
}
