import { ALL_MENDS, requestMendedDevice } from '#miner/gpu/shaderMends.ts';

/** Has every library in this worker get the device that the miner would ask for. */
export function mendDevices(): void {
  const request = GPUAdapter.prototype.requestDevice;
  const asked = new WeakSet<GPUAdapter>();
  GPUAdapter.prototype.requestDevice = function (descriptor) {
    // `requestMendedDevice` comes through here itself.
    if (asked.has(this)) return request.call(this, descriptor);
    asked.add(this);
    return requestMendedDevice(this, ALL_MENDS);
  };
}
