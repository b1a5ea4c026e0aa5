import type { Tensor } from 'onnxruntime-web';
import { type CachedRow, gatherRows, type Padding } from '#inference/decoder/cacheRows.ts';
import {
  bytesOf,
  EMPTY_ROW,
  type KvCache,
  type KvCacheOptions,
  longest,
} from '#inference/decoder/kvCache.ts';

/**
 * A KV cache in tensors that every run replaces by longer ones.
 * @example
 * const cache = new DynamicCache({ runtime, slots, feeds });
 * cache.accept(await session.run(feeds));
 */
export class DynamicCache implements KvCache {
  readonly #options: KvCacheOptions;
  readonly #padding: Padding;

  constructor(options: KvCacheOptions & { readonly padding?: Padding }) {
    const { feeds, rows = [EMPTY_ROW], padding = 'left' } = options;
    this.#options = options;
    this.#padding = padding;
    Object.assign(feeds, gatherRows({ ...options, rows, width: longest(rows), padding }));
  }

  prepare(): void {}

  accept(outputs: Readonly<Record<string, Tensor>>): void {
    const { slots, feeds } = this.#options;
    for (const { past, present } of slots) {
      feeds[past]!.dispose();
      feeds[past] = outputs[present]!;
    }
  }

  truncate(lengths: readonly number[]): void {
    const width = Math.max(...lengths);
    const rows = lengths.map((length, row) => this.#row(row, length, width));
    const shorter = gatherRows({ ...this.#options, rows, width, padding: this.#padding });
    this.dispose();
    Object.assign(this.#options.feeds, shorter);
  }

  row(index: number, length: number): CachedRow {
    const { slots, feeds } = this.#options;
    return this.#row(index, length, feeds[slots[0]!.past]!.dims[2]!);
  }

  get bytes(): number {
    return bytesOf(this.#options.slots, this.#options.feeds);
  }

  dispose(): void {
    const { slots, feeds } = this.#options;
    for (const { past } of slots) feeds[past]!.dispose();
  }

  #row(row: number, length: number, width: number): CachedRow {
    const start = this.#padding === 'left' ? width - length : 0;
    return { tensors: this.#options.feeds, row, start, length };
  }
}
