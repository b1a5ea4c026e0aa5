import { GpuError } from '#miner/gpu/gpuError.ts';

/** Drivers can be wordy; a person reads the beginning. */
const MESSAGE_LIMIT = 300;

/**
 * Listens to a device's errors. ONNX Runtime does not: an allocation that fails or a command that
 * the device refuses leaves buffers as they were, and a run over them ends as if nothing had happened, with
 * wrong numbers. The first error is the device's last: the runtime keeps its buffers for later runs, the bad
 * ones too.
 */
export class DeviceHealth {
  readonly #device: GPUDevice;
  readonly #failed: Promise<never>;
  #error: GpuError | undefined;

  /** @param onFailed told once, also when nothing runs */
  constructor(device: GPUDevice, onFailed: (error: GpuError) => void) {
    this.#device = device;
    let reject: (error: GpuError) => void;
    this.#failed = new Promise<never>((_resolve, rejectNow) => (reject = rejectNow));
    // Nobody may be waiting for it.
    this.#failed.catch(() => undefined);
    const fail = (error: GpuError) => {
      if (this.#error) return;
      this.#error = error;
      reject(error);
      onFailed(error);
    };
    device.addEventListener('uncapturederror', (event) => {
      // Here it is dealt with; the browser need not warn of it as well.
      event.preventDefault();
      fail(faultOf(event.error));
    });
    void device.lost.then(({ message }) =>
      fail(new GpuError('DEVICE_LOST', `The GPU was lost: ${message || 'the browser took it away'}`)),
    );
  }

  /**
   * Gives what `work` gives, once the device has done all that it was told and complained of nothing.
   * @throws GpuError DEVICE_LOST, OUT_OF_MEMORY, DEVICE_FAULT as soon as one is known, before any error of
   *   `work`
   */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.#error) throw this.#error;
    try {
      return await Promise.race([work(), this.#failed]);
    } finally {
      // Errors come in the order of the commands: those of this work are here once its commands are done.
      await Promise.race([this.#failed, this.#device.queue.onSubmittedWorkDone()]);
    }
  }
}

function faultOf(error: GPUError): GpuError {
  const said = error.message.slice(0, MESSAGE_LIMIT);
  return error instanceof GPUOutOfMemoryError
    ? new GpuError(
        'OUT_OF_MEMORY',
        `The GPU has not enough memory free for this. Close what else uses it, or choose a smaller model. ${said}`,
      )
    : new GpuError('DEVICE_FAULT', `The GPU reported an error, so its numbers cannot be trusted: ${said}`);
}
