import type { Tensor } from 'onnxruntime-web';
import type { CacheSlot } from '#inference/decoder/cacheSlots.ts';
import { ELEMENT_BYTES, emptyGpuTensor } from '#inference/runtime/gpuTensor.ts';
import { numberTensor } from '#inference/runtime/inputTensor.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';

/** On which side a row that is shorter than its tensor is padded. */
export type Padding = 'left' | 'right';

/** Where the keys and values of one sequence are. */
export interface CachedRow {
  /** By the slots' `past` names, each [rows, heads, width, headSize]. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly row: number;
  /** Index of the first token along `width`. */
  readonly start: number;
  /** Number of tokens. */
  readonly length: number;
}

export interface GatherOptions {
  readonly runtime: Runtime;
  readonly slots: readonly CacheSlot[];
  readonly rows: readonly CachedRow[];
  /** Tokens that the new tensors have room for. */
  readonly width: number;
  readonly padding: Padding;
}

/** The tokens of one head, which are contiguous. Offsets and counts are in elements. */
interface Copy {
  readonly source: Tensor;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Copies rows into new tensors [rows, heads, width, headSize], by the slots' `past` names, padded with zeros.
 * On a GPU all copies are one submission: each submission costs CPU time that a quick GPU waits for.
 * @example
 * const tensors = gatherRows({ runtime, slots, rows: [long, short], width: long.length, padding: 'left' });
 */
export function gatherRows(options: GatherOptions): Record<string, Tensor> {
  const { runtime, slots, rows, width } = options;
  const encoder = width > 0 ? runtime.device?.createCommandEncoder() : undefined;
  const gathered = slots.map((slot): [string, Tensor] => {
    const { type, heads, headSize, past } = slot;
    const dims = [rows.length, heads, width, headSize];
    if (width === 0) return [past, numberTensor(runtime, type, new Float32Array(0), dims)];
    const copies = copiesOf(slot, options);
    if (!encoder) {
      const elements = rows.length * heads * width * headSize;
      return [past, new runtime.Tensor(type, copiedData(copies, elements), dims)];
    }
    const target = emptyGpuTensor(runtime, runtime.device!, type, dims);
    encodeCopies(encoder, copies, target.gpuBuffer as GPUBuffer, ELEMENT_BYTES[type]);
    return [past, target];
  });
  if (encoder) runtime.device!.queue.submit([encoder.finish()]);
  return Object.fromEntries(gathered);
}

function copiesOf({ past, heads, headSize }: CacheSlot, { rows, width, padding }: GatherOptions): Copy[] {
  return rows.flatMap(({ tensors, row, start, length }, at) => {
    if (length === 0) return [];
    const source = tensors[past]!;
    const place = padding === 'left' ? width - length : 0;
    return Array.from({ length: heads }, (_, head) => ({
      source,
      from: ((row * heads + head) * source.dims[2]! + start) * headSize,
      to: ((at * heads + head) * width + place) * headSize,
      count: length * headSize,
    }));
  });
}

function copiedData(copies: readonly Copy[], elements: number): Float32Array {
  // float16 data is a Uint16Array, or a Float16Array in JavaScript engines that have it.
  const data = (source: Tensor) => source.data as Float32Array;
  const Numbers = data(copies[0]!.source).constructor as Float32ArrayConstructor;
  const target = new Numbers(elements);
  for (const { source, from, to, count } of copies) target.set(data(source).subarray(from, from + count), to);
  return target;
}

function encodeCopies(
  encoder: GPUCommandEncoder,
  copies: readonly Copy[],
  target: GPUBuffer,
  elementBytes: number,
): void {
  for (const { source, from, to, count } of copies) {
    encoder.copyBufferToBuffer(
      source.gpuBuffer as GPUBuffer,
      from * elementBytes,
      target,
      to * elementBytes,
      count * elementBytes,
    );
  }
}
