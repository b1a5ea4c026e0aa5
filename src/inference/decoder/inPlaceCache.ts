import type { Tensor } from 'onnxruntime-web';
import { type CachedRow, gatherRows } from '#inference/decoder/cacheRows.ts';
import {
  bytesOf,
  EMPTY_ROW,
  type KvCache,
  type KvCacheOptions,
  longest,
} from '#inference/decoder/kvCache.ts';

/** Tokens that the buffers have room for at first; the capacity doubles from there. */
const FIRST_CAPACITY = 256;

export interface InPlaceCacheOptions extends KvCacheOptions {
  /** Outputs of the next run: the cache sets the slots' `present` tensors, which are also the inputs. */
  readonly fetches: Record<string, Tensor | null>;
  /** The most tokens that a row may have. */
  readonly context: number;
}

/**
 * A KV cache in preallocated buffers: the graph writes each token's keys and values behind the last one's,
 * and nothing is copied or allocated per token. It needs a GPU, and a graph whose attention takes the length
 * as an input.
 * @example
 * const cache = new InPlaceCache({ runtime, slots, feeds, fetches, context: 2_048 });
 * cache.prepare(8); // room for eight tokens
 */
export class InPlaceCache implements KvCache {
  readonly #options: InPlaceCacheOptions;
  readonly #rowCount: number;
  #capacity = 0;

  constructor(options: InPlaceCacheOptions) {
    const { rows = [EMPTY_ROW] } = options;
    this.#options = options;
    this.#rowCount = rows.length;
    if (longest(rows) > 0) this.#reserve(rows, longest(rows) + 1);
  }

  prepare(length: number): void {
    if (length <= this.#capacity) return;
    const rows = Array.from({ length: this.#rowCount }, (_, at) => this.row(at, this.#capacity));
    this.#reserve(rows, length);
  }

  accept(): void {}

  /** Tokens behind the length are never read, and the next ones overwrite them. */
  truncate(): void {}

  row(index: number, length: number): CachedRow {
    return { tensors: this.#options.feeds, row: index, start: 0, length };
  }

  get bytes(): number {
    return this.#capacity === 0 ? 0 : bytesOf(this.#options.slots, this.#options.feeds);
  }

  dispose(): void {
    const { slots, feeds } = this.#options;
    if (this.#capacity > 0) for (const { past } of slots) feeds[past]!.dispose();
    this.#capacity = 0;
  }

  /** Moves rows to buffers with room for at least `length` tokens each. */
  #reserve(rows: readonly CachedRow[], length: number): void {
    const { runtime, slots, feeds, fetches, context } = this.#options;
    let width = Math.max(this.#capacity, FIRST_CAPACITY / 2);
    while (width < length) width *= 2;
    width = Math.max(length, Math.min(width, context));
    // Slot by slot, so that at most one slot is in memory twice.
    for (const slot of slots) {
      const tensor = gatherRows({ runtime, slots: [slot], rows, width, padding: 'right' })[slot.past]!;
      if (this.#capacity > 0) feeds[slot.past]!.dispose();
      feeds[slot.past] = tensor;
      fetches[slot.present] = tensor;
    }
    this.#capacity = width;
  }
}
