import type { Tensor } from 'onnxruntime-web';
import type { CachedRow } from '#inference/decoder/cacheRows.ts';
import type { CacheSlot } from '#inference/decoder/cacheSlots.ts';
import { ELEMENT_BYTES } from '#inference/runtime/gpuTensor.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';

/** The keys and values of the tokens fed so far, of one sequence or of several that are fed together. */
export interface KvCache {
  /** Prepares `feeds` and `fetches` for a run after which the longest row has `length` tokens. */
  prepare(length: number): void;
  /** Takes the outputs of the run. */
  accept(outputs: Readonly<Record<string, Tensor>>): void;
  /** Keeps the first `lengths[row]` tokens of each row. Every row loses equally many. */
  truncate(lengths: readonly number[]): void;
  /** Where a row of `length` tokens is, until the next run. */
  row(index: number, length: number): CachedRow;
  /** Bytes that it holds. */
  readonly bytes: number;
  /** Frees its memory. */
  dispose(): void;
}

export interface KvCacheOptions {
  readonly runtime: Runtime;
  readonly slots: readonly CacheSlot[];
  /** Inputs of the next run: the cache sets the slots' `past` tensors. */
  readonly feeds: Record<string, Tensor>;
  /** The rows that the cache starts with; they are copied. One empty row by default. */
  readonly rows?: readonly CachedRow[];
}

/** A row without tokens. */
export const EMPTY_ROW: CachedRow = { tensors: {}, row: 0, start: 0, length: 0 };

/** Length of the longest row. */
export const longest = (rows: readonly CachedRow[]): number => Math.max(...rows.map(({ length }) => length));

/** Bytes of the slots' `past` tensors. */
export const bytesOf = (slots: readonly CacheSlot[], feeds: Readonly<Record<string, Tensor>>): number =>
  slots.reduce((sum, slot) => sum + feeds[slot.past]!.size * ELEMENT_BYTES[slot.type], 0);
