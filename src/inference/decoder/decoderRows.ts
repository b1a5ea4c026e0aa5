import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { CachedRow, Padding } from '#inference/decoder/cacheRows.ts';
import type { CacheSlot } from '#inference/decoder/cacheSlots.ts';
import type { DecoderInputs } from '#inference/decoder/decoderInputs.ts';
import { DynamicCache } from '#inference/decoder/dynamicCache.ts';
import { InPlaceCache } from '#inference/decoder/inPlaceCache.ts';
import { EMPTY_ROW, type KvCache } from '#inference/decoder/kvCache.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';

/** A compiled decoder graph, and how to feed it. */
export interface CompiledDecoder {
  readonly runtime: Runtime;
  readonly session: InferenceSession;
  readonly inputs: DecoderInputs;
  readonly slots: readonly CacheSlot[];
  /** Name of the logits output. */
  readonly logits: string;
  /** The most tokens that a row may have. */
  readonly context: number;
  /** Whether the KV cache may stay in one buffer. */
  readonly inPlace: boolean;
  readonly padding: Padding;
}

/** Placeholder for a token that was fed before the CPU read it. */
const UNREAD = -1;

/**
 * The rows of a batch: their tokens and their KV cache. A single sequence is a batch of one row.
 * @example
 * const rows = DecoderRows.empty(decoder);
 * const logits = await rows.run([[1, 42]], 1);
 */
export class DecoderRows {
  /** Tokens fed so far, by row. */
  readonly tokens: readonly number[][];
  readonly #decoder: CompiledDecoder;
  readonly #feeds: Record<string, Tensor> = {};
  readonly #fetches: Record<string, Tensor | null> = {};
  readonly #cache: KvCache;

  private constructor(decoder: CompiledDecoder, tokens: readonly number[][], rows: readonly CachedRow[]) {
    const { runtime, slots, logits, context, inPlace, padding } = decoder;
    this.#decoder = decoder;
    this.tokens = tokens;
    this.#fetches[logits] = null;
    if (!inPlace) for (const { present } of slots) this.#fetches[present] = null;
    const options = { runtime, slots, feeds: this.#feeds, rows };
    this.#cache = inPlace
      ? new InPlaceCache({ ...options, fetches: this.#fetches, context })
      : new DynamicCache({ ...options, padding });
  }

  /** One row without tokens. */
  static empty(decoder: CompiledDecoder): DecoderRows {
    return new DecoderRows(decoder, [[]], [EMPTY_ROW]);
  }

  /** Moves the rows of all parts into one batch. The parts must not be used after it. */
  static join(parts: readonly DecoderRows[]): DecoderRows {
    const [first] = parts;
    if (parts.length === 1) return first!;
    const cached = parts.flatMap((part) => part.#cached());
    const joined = new DecoderRows(
      first!.#decoder,
      parts.flatMap(({ tokens }) => tokens),
      cached,
    );
    for (const part of parts) part.dispose();
    return joined;
  }

  /** Moves each row into a batch of its own. This batch must not be used after it. */
  split(): DecoderRows[] {
    if (this.tokens.length === 1) return [this];
    const rows = this.#cached().map((row, at) => new DecoderRows(this.#decoder, [this.tokens[at]!], [row]));
    this.dispose();
    return rows;
  }

  /**
   * Feeds each row its tokens.
   * @param added the tokens by row, as many as of any other
   * @param wanted for how many of the last of them logits are wanted
   * @param ids the tokens [rows, 1] on the GPU, when they are not known yet: see `runUnread`
   * @returns the logits [rows, positions, vocabulary], of the wanted positions at least
   * @throws InferenceError BAD_REQUEST when there are no tokens, or more than the context takes
   */
  async run(added: readonly (readonly number[])[], wanted: number, ids?: Tensor): Promise<Tensor> {
    const { session, inputs, logits, context } = this.#decoder;
    const starts = this.tokens.map(({ length }) => length);
    const length = Math.max(...starts) + added[0]!.length;
    if (added[0]!.length === 0 || length > context) {
      throw new InferenceError('BAD_REQUEST', `${length} tokens do not fit a context of ${context}.`);
    }
    inputs.fill(this.#feeds, { starts, added, wanted, ids });
    this.#cache.prepare(length);
    const outputs = await session.run(this.#feeds, this.#fetches);
    this.#cache.accept(outputs);
    for (const [row, tokens] of this.tokens.entries()) tokens.push(...added[row]!);
    return outputs[logits]!;
  }

  /**
   * Feeds each row a token that only the GPU knows. Call `setLast` or `dropLast` before anything else.
   * @param ids the tokens [rows, 1] on the GPU
   * @returns the logits after them
   */
  runUnread(ids: Tensor): Promise<Tensor> {
    return this.run(
      this.tokens.map(() => [UNREAD]),
      1,
      ids,
    );
  }

  /** Sets the last token of each row, after `runUnread`. */
  setLast(last: readonly number[]): void {
    for (const [row, tokens] of this.tokens.entries()) tokens[tokens.length - 1] = last[row]!;
  }

  /** Drops the last `count` tokens of each row. */
  dropLast(count: number): void {
    if (count === 0) return;
    for (const tokens of this.tokens) tokens.length -= count;
    this.#cache.truncate(this.tokens.map(({ length }) => length));
  }

  /** A copy of the only row, truncated to `length` tokens. */
  fork(length: number): DecoderRows {
    const [tokens] = this.tokens;
    const [cached] = this.#cached();
    return new DecoderRows(this.#decoder, [tokens!.slice(0, length)], [{ ...cached!, length }]);
  }

  /** Bytes that the KV cache holds. */
  get bytes(): number {
    return this.#cache.bytes;
  }

  /** Frees the KV cache. */
  dispose(): void {
    this.#cache.dispose();
  }

  #cached(): CachedRow[] {
    return this.tokens.map(({ length }, row) => this.#cache.row(row, length));
  }
}
