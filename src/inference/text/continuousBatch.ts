import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { BatchCapacity } from '#inference/text/batchCapacity.ts';
import {
  type Answer,
  type AnswerTimes,
  advance,
  type BatchEntry,
  type CachedEntry,
  cancelled,
  createEntry,
  isCancelled,
  isUnfinished,
  timesOf,
} from '#inference/text/batchEntry.ts';
import { DecodingBatch } from '#inference/text/decodingBatch.ts';
import { PrefixCache } from '#inference/text/prefixCache.ts';
import { Speculation } from '#inference/text/speculation.ts';

export interface BatchLimits {
  /** Answers that decode together, if the session can batch them. */
  readonly maxBatchSize?: number;
  /** Bytes of KV cache that several answers may take together. One alone takes what it needs. */
  readonly cacheBytes?: number;
  /** Tokens of a prompt that one run prefills. */
  readonly prefillChunk?: number;
  /** Bytes of finished answers' KV caches that are kept for the next turns of their conversations. */
  readonly prefixCacheBytes?: number;
}

/** Enough tokens to fill a GPU, few enough that decode steps and the screen do not wait long for it. */
const PREFILL_CHUNK = 256;

/**
 * Continuous batching: generates several answers of one model at once. Each prompt is prefilled by itself, in
 * chunks between the others' decode steps; then its answer joins the batch and gets a token with each step
 * until it ends. An answer that decodes alone may get several tokens a step by speculative decoding.
 * @example
 * const batch = new ContinuousBatch(session);
 * const { decodeMs } = await batch.generate(prompt, answer);
 */
export class ContinuousBatch {
  readonly #prefixCache: PrefixCache;
  readonly #speculation: Speculation;
  readonly #capacity: BatchCapacity;
  readonly #prefillChunk: number;
  readonly #waiting: BatchEntry[] = [];
  /** Work that wants the session for itself. */
  readonly #alone: (() => Promise<void>)[] = [];
  #prefilling: CachedEntry | undefined;
  readonly #decoding: DecodingBatch;
  /** Entries that have started and are not settled. */
  readonly #active = new Set<BatchEntry>();
  #running = false;

  constructor(session: DecoderSession, limits: BatchLimits = {}) {
    this.#prefixCache = new PrefixCache(session, limits.prefixCacheBytes);
    this.#speculation = new Speculation(session.timings);
    this.#capacity = new BatchCapacity(session, limits);
    this.#prefillChunk = limits.prefillChunk ?? PREFILL_CHUNK;
    this.#decoding = new DecodingBatch({
      session,
      capacity: this.#capacity,
      speculation: this.#speculation,
      onEnd: (ended) => this.#settle(ended),
    });
  }

  /** How many answers may decode together. */
  get maxBatchSize(): number {
    return this.#capacity.maxBatchSize;
  }

  /** Decodes one answer at a time from now on, because the back end computes batches wrongly. */
  disableBatching(): void {
    this.#capacity.disableBatching();
  }

  /**
   * @param draftWidths widths of runs in which draft tokens may be verified, of `DRAFT_WIDTHS`
   * @param asyncDecode whether decode steps may be enqueued before the last token is read
   */
  allowSpeculation(draftWidths: readonly number[], asyncDecode = false): void {
    this.#speculation.allow(draftWidths, asyncDecode);
  }

  /**
   * Generates an answer to its end.
   * @throws InferenceError CANCELLED when the signal aborts, NOT_FINITE when the logits are NaN or infinite;
   *   and whatever the runtime throws
   */
  generate(prompt: readonly number[], answer: Answer, signal?: AbortSignal): Promise<AnswerTimes> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(createEntry({ prompt, answer, signal, resolve, reject }));
      if (!this.#running) void this.#run();
    });
  }

  /**
   * Runs other work on the session once the answers that have started are finished; answers that wait come
   * after it.
   * @example
   * const logits = await batch.alone(() => session.sequence().append(prompt));
   */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#alone.push(() => Promise.resolve().then(work).then(resolve, reject));
      if (!this.#running) void this.#run();
    });
  }

  /** Frees the prefix cache. Call it when no answer is being generated. */
  dispose(): void {
    this.#prefixCache.dispose();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#alone.length > 0 || this.#waiting.length > 0 || this.#isBusy) {
      try {
        this.#dropCancelled();
        if (this.#alone.length === 0) this.#admit();
        else if (!this.#isBusy) await this.#alone.shift()!();
        if (this.#prefilling) await this.#prefill(this.#prefilling);
        if (this.#decoding.entries.length > 0) await this.#decoding.step();
      } catch (error) {
        this.#failActive(error);
      }
    }
    this.#running = false;
  }

  get #isBusy(): boolean {
    return this.#prefilling !== undefined || this.#decoding.entries.length > 0;
  }

  /** Drops cancelled entries that wait or prefill; entries that decode check after each of their tokens. */
  #dropCancelled(): void {
    for (const entry of this.#waiting.splice(0)) {
      if (entry.signal?.aborted) entry.reject(cancelled());
      else this.#waiting.push(entry);
    }
    const prefilling = this.#prefilling;
    if (!prefilling?.entry.signal?.aborted) return;
    this.#prefilling = undefined;
    prefilling.entry.error = cancelled();
    this.#settle(prefilling);
  }

  #admit(): void {
    const [entry] = this.#waiting;
    if (this.#prefilling || !entry || !this.#capacity.admits([...this.#decoding.entries, entry])) return;
    this.#waiting.shift();
    this.#active.add(entry);
    entry.startedMs = performance.now();
    const sequence = this.#prefixCache.acquire(entry.prompt);
    entry.reusedTokens = sequence.tokens.length;
    this.#prefilling = { entry, sequence };
  }

  /** Prefills the next chunk of a prompt; after the last chunk its answer joins the decoding batch. */
  async #prefill(prefilling: CachedEntry): Promise<void> {
    const { entry, sequence } = prefilling;
    const rest = entry.prompt.slice(sequence.tokens.length);
    const startedMs = performance.now();
    try {
      if (rest.length > this.#prefillChunk) {
        await sequence.feed(rest.slice(0, this.#prefillChunk));
        entry.computeMs += performance.now() - startedMs;
        return;
      }
      const logits = await sequence.append(rest);
      entry.prefilledMs = performance.now();
      entry.computeMs += entry.prefilledMs - startedMs;
      this.#prefilling = undefined;
      advance(entry, logits);
    } catch (error) {
      this.#prefilling = undefined;
      entry.error = error;
    }
    if (isUnfinished(entry)) this.#decoding.add(prefilling);
    else this.#settle(prefilling);
  }

  /**
   * Gives an entry's KV cache back and settles its answer. An error of the former fails this answer alone.
   */
  #settle({ entry, sequence }: CachedEntry): void {
    this.#active.delete(entry);
    try {
      // Between two runs the cache is whole; after a failed run its content is unknown.
      if (entry.error === undefined || isCancelled(entry.error)) this.#prefixCache.release(sequence);
      else sequence.dispose();
    } catch (error) {
      entry.error ??= error;
    }
    if (entry.error !== undefined) return entry.reject(entry.error);
    this.#speculation.remember(entry.tokens.slice(entry.prompt.length));
    entry.resolve(timesOf(entry));
  }

  /** A shared run failed, or the GPU is out of memory: every answer that has started is lost. */
  #failActive(error: unknown): void {
    for (const entry of this.#active) entry.reject(error);
    this.#active.clear();
    const prefilling = this.#prefilling;
    this.#prefilling = undefined;
    for (const cache of [this.#decoding, prefilling?.sequence]) {
      try {
        cache?.dispose();
      } catch {
        // Its answers have failed already, with the first error.
      }
    }
  }
}
