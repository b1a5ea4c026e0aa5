export interface BufferPart {
  readonly buffer: GPUBuffer;
  /** First byte, a multiple of four. */
  readonly from: number;
  /** Bytes, a multiple of four. */
  readonly size: number;
}

/**
 * Reads GPU buffers through staging buffers that it reuses. Several reads may be in flight.
 * @example
 * const bytes = await new BufferReader(device).fetch([{ buffer, from: 0, size: 64 }]);
 */
export class BufferReader {
  readonly #device: GPUDevice;
  /** Staging buffers that no read uses. */
  readonly #staging: GPUBuffer[] = [];
  #disposed = false;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** The bytes of the parts, concatenated, after everything that was submitted before. */
  async fetch(parts: readonly BufferPart[]): Promise<ArrayBuffer> {
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    let staging = this.#staging.pop();
    if (!staging || staging.size < size) {
      staging?.destroy();
      staging = this.#device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    }
    const encoder = this.#device.createCommandEncoder();
    let to = 0;
    for (const part of parts) {
      encoder.copyBufferToBuffer(part.buffer, part.from, staging, to, part.size);
      to += part.size;
    }
    this.#device.queue.submit([encoder.finish()]);
    try {
      await staging.mapAsync(GPUMapMode.READ, 0, size);
      const bytes = staging.getMappedRange(0, size).slice(0);
      staging.unmap();
      this.#staging.push(staging);
      return bytes;
    } catch (error) {
      staging.destroy();
      throw error;
    } finally {
      if (this.#disposed) this.dispose();
    }
  }

  dispose(): void {
    this.#disposed = true;
    for (const buffer of this.#staging.splice(0)) buffer.destroy();
  }
}
