import type { Tensor } from 'onnxruntime-web';
import { type BufferPart, BufferReader } from '#inference/runtime/bufferReader.ts';
import { decodeFloats, type FloatType, fetchFloats, isFloatType } from '#inference/runtime/floatOutput.ts';
import { ELEMENT_BYTES } from '#inference/runtime/gpuTensor.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { idWords } from '#inference/sampling/gpuSampler.ts';

/**
 * Reads logits. From the GPU it reads only the wanted rows, through buffers that it reuses; the runtime's own
 * way allocates a new buffer for all of them each time. Several reads may be in flight.
 * @example
 * const last = await new LogitsReader(runtime.device).read(outputs['logits'], 1);
 */
export class LogitsReader {
  readonly #reader: BufferReader | undefined;

  constructor(device: GPUDevice | undefined) {
    this.#reader = device && new BufferReader(device);
  }

  /**
   * Reads the last `count` rows of logits [sequences, positions, vocabulary], and disposes of the tensor.
   * Does not check that they are finite.
   * @returns the rows [count, vocabulary]
   * @throws InferenceError BAD_GRAPH when the logits are not floats
   */
  async read(logits: Tensor, count: number): Promise<Float32Array> {
    if (logits.location !== 'gpu-buffer' || !this.#reader) {
      const floats = await fetchFloats(logits);
      return floats.subarray(floats.length - count * logits.dims[2]!);
    }
    const { type, part, before, size } = lastRows(logits, count);
    const bytes = await this.#reader.fetch([part]);
    logits.dispose();
    return decodeFloats(type, bytes.slice(before, before + size));
  }

  /**
   * Reads logits [rows, 1, vocabulary] on the GPU, and the tokens that `GpuSampler` drew from them. Does not
   * dispose of the tensors.
   * @returns the logits [rows, vocabulary] and a token for each row
   * @throws InferenceError BAD_GRAPH when the logits are not floats
   */
  async readDrawn(logits: Tensor, ids: Tensor): Promise<{ logits: Float32Array; tokens: number[] }> {
    const { type, part, before, size } = lastRows(logits, logits.dims[0]!);
    const words = idWords(ids.type);
    const drawn = { buffer: ids.gpuBuffer as GPUBuffer, from: 0, size: ids.dims[0]! * words * 4 };
    const bytes = await this.#reader!.fetch([part, drawn]);
    const view = new DataView(bytes, part.size);
    const tokens = Array.from({ length: ids.dims[0]! }, (_, row) => view.getUint32(row * words * 4, true));
    return { logits: decodeFloats(type, bytes.slice(before, before + size)), tokens };
  }

  dispose(): void {
    this.#reader?.dispose();
  }
}

/** Where the last `count` rows are: `size` bytes, from `before` bytes into the part. */
function lastRows(
  logits: Tensor,
  count: number,
): { type: FloatType; part: BufferPart; before: number; size: number } {
  const { type } = logits;
  if (!isFloatType(type)) {
    throw new InferenceError('BAD_GRAPH', `The logits are ${type}, not floats.`);
  }
  const [sequences, positions, vocabulary] = logits.dims as [number, number, number];
  const row = vocabulary * ELEMENT_BYTES[type];
  const begin = (sequences * positions - count) * row;
  const size = count * row;
  // Copies are in multiples of four bytes: with an odd vocabulary in float16, a row may start two bytes in.
  const before = begin % 4;
  const part = {
    buffer: logits.gpuBuffer as GPUBuffer,
    from: begin - before,
    size: Math.ceil((before + size) / 4) * 4,
  };
  return { type, part, before, size };
}
