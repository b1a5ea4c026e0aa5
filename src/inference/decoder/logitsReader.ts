import type { Tensor } from 'onnxruntime-web';
import { BufferReader, type BufferPart } from '#inference/runtime/bufferReader.ts';
import { decodeFloat16 } from '#inference/runtime/float16.ts';
import { idWords } from '#inference/sampling/gpuSampler.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { ELEMENT_BYTES, fetchFloats, isFloatType } from '#inference/runtime/runtime.ts';

/**
 * Fetches rows of logits. From the GPU it takes the wanted rows alone, through buffers that it keeps, where the
 * runtime's own way is a new buffer for all of them each time. Several may be on their way.
 */
export class LogitsReader {
  readonly #reader: BufferReader | undefined;

  constructor(device: GPUDevice | undefined) {
    this.#reader = device && new BufferReader(device);
  }

  /**
   * The last `count` rows of logits [sequences, positions, vocabulary], one after the other; the tensor is given
   * back. Whether they are finite is not looked at.
   * @throws InferenceError BAD_GRAPH
   */
  async read(logits: Tensor, count: number): Promise<Float32Array> {
    if (logits.location !== 'gpu-buffer' || !this.#reader) {
      const floats = await fetchFloats(logits);
      return floats.subarray(floats.length - count * logits.dims[2]!);
    }
    const { part, before, size } = lastRows(logits, count);
    const bytes = await this.#reader.fetch([part]);
    logits.dispose();
    return toFloats(logits, bytes.slice(before, before + size));
  }

  /**
   * Logits [rows, 1, vocabulary] that lie on the GPU, one row after the other, and the tokens that were drawn from them
   * there, as `GpuSampler` gave them. The tensors are not given back.
   * @throws InferenceError BAD_GRAPH
   */
  async readDrawn(logits: Tensor, ids: Tensor): Promise<{ logits: Float32Array; tokens: number[] }> {
    const { part, before, size } = lastRows(logits, logits.dims[0]!);
    const words = idWords(ids.type);
    const drawn = { buffer: ids.gpuBuffer as GPUBuffer, from: 0, size: ids.dims[0]! * words * 4 };
    const bytes = await this.#reader!.fetch([part, drawn]);
    const view = new DataView(bytes, part.size);
    const tokens = Array.from({ length: ids.dims[0]! }, (_, row) => view.getUint32(row * words * 4, true));
    return { logits: toFloats(logits, bytes.slice(before, before + size)), tokens };
  }

  dispose(): void {
    this.#reader?.dispose();
  }
}

/** Where the last `count` rows lie: `size` bytes, `before` into the part. */
function lastRows(logits: Tensor, count: number): { part: BufferPart; before: number; size: number } {
  const { type } = logits;
  if (!isFloatType(type)) {
    throw new InferenceError('BAD_GRAPH', `The logits are ${type}, not floats.`);
  }
  const [sequences, positions, vocabulary] = logits.dims as [number, number, number];
  const row = vocabulary * ELEMENT_BYTES[type];
  const begin = (sequences * positions - count) * row;
  const size = count * row;
  // Copies go in steps of four bytes: an odd vocabulary in float16 may begin half a step early.
  const before = begin % 4;
  const part = {
    buffer: logits.gpuBuffer as GPUBuffer,
    from: begin - before,
    size: Math.ceil((before + size) / 4) * 4,
  };
  return { part, before, size };
}

const toFloats = ({ type }: Tensor, bytes: ArrayBuffer): Float32Array =>
  type === 'float16' ? decodeFloat16(new Uint16Array(bytes)) : new Float32Array(bytes);
