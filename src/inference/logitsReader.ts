import type { Tensor } from 'onnxruntime-web';
import { decodeFloat16 } from '#inference/float16.ts';
import { InferenceError } from '#inference/inferenceError.ts';
import { fetchFloats } from '#inference/runtime.ts';

/**
 * Fetches rows of logits. From the GPU it takes the wanted rows alone, through one buffer that it keeps, where the
 * runtime's own way is a new buffer for all of them each time.
 */
export class LogitsReader {
  readonly #device: GPUDevice | undefined;
  #staging: GPUBuffer | undefined;

  constructor(device: GPUDevice | undefined) {
    this.#device = device;
  }

  /**
   * The last `count` rows of logits [sequences, positions, vocabulary], one after the other; the tensor is given
   * back. Whether they are finite is not looked at.
   * @throws InferenceError BAD_GRAPH
   */
  async read(logits: Tensor, count: number): Promise<Float32Array> {
    const [sequences, positions, vocabulary] = logits.dims as [number, number, number];
    const rows = sequences * positions;
    if (logits.location !== 'gpu-buffer' || !this.#device) {
      const floats = await fetchFloats(logits);
      return floats.subarray(floats.length - count * vocabulary);
    }
    const { type } = logits;
    if (type !== 'float32' && type !== 'float16') {
      throw new InferenceError('BAD_GRAPH', `The logits are ${type}, not floats.`);
    }
    const row = vocabulary * (type === 'float16' ? 2 : 4);
    const begin = (rows - count) * row;
    // Copies go in steps of four bytes: an odd vocabulary in float16 may begin half a step early.
    const from = begin - (begin % 4);
    const size = Math.ceil((rows * row - from) / 4) * 4;
    const bytes = await this.#fetch(logits.gpuBuffer as GPUBuffer, from, size);
    logits.dispose();
    const data = bytes.slice(begin - from, begin - from + count * row);
    return type === 'float16' ? decodeFloat16(new Uint16Array(data)) : new Float32Array(data);
  }

  dispose(): void {
    this.#staging?.destroy();
    this.#staging = undefined;
  }

  async #fetch(source: GPUBuffer, from: number, size: number): Promise<ArrayBuffer> {
    const device = this.#device!;
    if (!this.#staging || this.#staging.size < size) {
      this.#staging?.destroy();
      this.#staging = device.createBuffer({
        size,
        usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      });
    }
    const staging = this.#staging;
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, from, staging, 0, size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ, 0, size);
    const bytes = staging.getMappedRange(0, size).slice(0);
    staging.unmap();
    return bytes;
  }
}
