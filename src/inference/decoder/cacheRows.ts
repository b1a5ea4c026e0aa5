import type { Tensor } from 'onnxruntime-web';
import type { CacheSlot } from '#inference/decoder/cacheSlots.ts';
import { ELEMENT_BYTES, emptyGpuTensor, numberTensor, type Runtime } from '#inference/runtime/runtime.ts';

/** On which side of a row shorter than its tensor the unused places are. */
export type Padding = 'left' | 'right';

/** Where a sequence's keys and values lie. */
export interface CachedRow {
  /** By the slots' `past` names, each [rows, heads, width, headSize]. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly row: number;
  /** The first token's place in the width. */
  readonly start: number;
  /** Tokens. */
  readonly length: number;
}

/** One head's tokens, which lie together: counted in elements. */
interface Copy {
  readonly source: Tensor;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Copies rows into new tensors [rows, heads, width, headSize], by the slots' `past` names; zeros fill what the rows leave
 * free. On a GPU all copies are one submission: each costs the processor time that a quick GPU waits for.
 */
export function gatherRows(
  runtime: Runtime,
  slots: readonly CacheSlot[],
  rows: readonly CachedRow[],
  width: number,
  padding: Padding,
): Record<string, Tensor> {
  const encoder = width > 0 ? runtime.device?.createCommandEncoder() : undefined;
  const gathered = slots.map((slot): [string, Tensor] => {
    const { type, heads, headSize, past } = slot;
    const dims = [rows.length, heads, width, headSize];
    if (width === 0) return [past, numberTensor(runtime, type, new Float32Array(0), dims)];
    const copies = rows.flatMap((row, at) => copiesOf(slot, row, at, width, padding));
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

function copiesOf(
  { past, heads, headSize }: CacheSlot,
  { tensors, row, start, length }: CachedRow,
  at: number,
  width: number,
  padding: Padding,
): Copy[] {
  if (length === 0) return [];
  const source = tensors[past]!;
  const place = padding === 'left' ? width - length : 0;
  return Array.from({ length: heads }, (_, head) => ({
    source,
    from: ((row * heads + head) * source.dims[2]! + start) * headSize,
    to: ((at * heads + head) * width + place) * headSize,
    count: length * headSize,
  }));
}

function copiedData(copies: readonly Copy[], elements: number): Float32Array {
  // Numbers of 16 bits come as Uint16Array, or as Float16Array where the engine has that.
  const data = (source: Tensor) => source.data as Float32Array;
  const Numbers = data(copies[0]!.source).constructor as Float32ArrayConstructor;
  const target = new Numbers(elements);
  for (const { source, from, to, count } of copies) target.set(data(source).subarray(from, from + count), to);
  return target;
}

/** @param bytes of an element */
function encodeCopies(
  encoder: GPUCommandEncoder,
  copies: readonly Copy[],
  target: GPUBuffer,
  bytes: number,
): void {
  for (const { source, from, to, count } of copies) {
    encoder.copyBufferToBuffer(
      source.gpuBuffer as GPUBuffer,
      from * bytes,
      target,
      to * bytes,
      count * bytes,
    );
  }
}
