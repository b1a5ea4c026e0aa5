import { latentBytes } from '#inference/diffusion/trace/latentBytes.ts';

/** Whether a GPU has a buffer for so many latents of `bytes` each. */
export const canRecord = (device: GPUDevice, latents: number, bytes: number): boolean =>
  latents * bytes <= device.limits.maxBufferSize;

/**
 * Records the trace of a latent that stays on the GPU: copies it after each step, in the order of submission,
 * and reads all copies at once at the end. No step waits for it.
 * @example
 * const recorder = new LatentRecorder(device, noise, steps.length);
 * recorder.add(sampleBuffer); // after each step
 * const trace = await recorder.read();
 */
export class LatentRecorder {
  readonly #device: GPUDevice;
  readonly #first: Uint8Array<ArrayBuffer>;
  readonly #staging: GPUBuffer;
  /** Bytes of the copies so far. */
  #used = 0;

  constructor(device: GPUDevice, first: Float32Array, steps: number) {
    this.#device = device;
    this.#first = latentBytes(first);
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    this.#staging = device.createBuffer({ size: steps * first.byteLength, usage });
  }

  /** Submits a copy of the sample as the steps submitted so far leave it. */
  add(sample: GPUBuffer): void {
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(sample, 0, this.#staging, this.#used, sample.size);
    this.#device.queue.submit([encoder.finish()]);
    this.#used += sample.size;
  }

  /** The latent before the first step and after each. Call it once, after the last step. */
  async read(): Promise<Uint8Array<ArrayBuffer>[]> {
    const { byteLength } = this.#first;
    await this.#staging.mapAsync(GPUMapMode.READ, 0, this.#used);
    const bytes = this.#staging.getMappedRange(0, this.#used);
    const after = Array.from(
      { length: this.#used / byteLength },
      (_, step) => new Uint8Array(bytes.slice(step * byteLength, (step + 1) * byteLength)),
    );
    this.#staging.unmap();
    return [this.#first, ...after];
  }

  dispose(): void {
    this.#staging.destroy();
  }
}
