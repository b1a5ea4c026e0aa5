import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import type { BatchEntry } from '#inference/text/batchEntry.ts';

/** A decode step is bound by memory, not arithmetic: a few entries cost about as much as one. */
export const MAX_BATCH_SIZE = 4;

/** As much again as the prefix cache holds: a phone's GPU has a few times both. */
const CACHE_BYTES = 256 * 1024 * 1024;

/**
 * How many answers may decode together, by number and by the memory of their KV caches.
 * @example
 * const capacity = new BatchCapacity(session, { maxBatchSize: 4 });
 * if (capacity.admits([...running, waiting])) start(waiting);
 */
export class BatchCapacity {
  readonly #cacheBytes: number;
  readonly #bytesPerToken: number;
  #maxBatchSize: number;

  /** @param limits see `BatchLimits` */
  constructor(
    session: Pick<DecoderSession, 'canBatch' | 'bytesPerToken'>,
    { maxBatchSize = MAX_BATCH_SIZE, cacheBytes = CACHE_BYTES },
  ) {
    this.#cacheBytes = cacheBytes;
    this.#bytesPerToken = session.bytesPerToken;
    this.#maxBatchSize = session.canBatch ? maxBatchSize : 1;
  }

  get maxBatchSize(): number {
    return this.#maxBatchSize;
  }

  /** Limits batches to one entry from now on. */
  disableBatching(): void {
    this.#maxBatchSize = 1;
  }

  /** Whether these entries may decode together. One entry always may, however much memory it takes. */
  admits(entries: readonly BatchEntry[]): boolean {
    return (
      entries.length === 1 || (entries.length <= this.#maxBatchSize && this.fits(entries.length, entries))
    );
  }

  /**
   * Whether the KV cache of a batch of `size` fits when these entries have their full length. Every row of a
   * batch is as wide as its longest.
   */
  fits(size: number, entries: readonly BatchEntry[]): boolean {
    const width = Math.max(...entries.map(({ prompt, answer }) => prompt.length + answer.maxTokens));
    return size * width * this.#bytesPerToken <= this.#cacheBytes;
  }
}
