import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { CachedRow, Padding } from '#inference/decoder/cacheRows.ts';
import type { CacheSlot } from '#inference/decoder/cacheSlots.ts';
import type { DecoderInputs } from '#inference/decoder/decoderInputs.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import {
  EMPTY_ROW,
  GrowingCache,
  InPlaceCache,
  type KeyValueCache,
} from '#inference/decoder/keyValueCache.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';

/** A decoder's compiled graph and what is known of it. */
export interface CompiledDecoder {
  readonly runtime: Runtime;
  readonly session: InferenceSession;
  readonly inputs: DecoderInputs;
  readonly slots: readonly CacheSlot[];
  /** Name of the output. */
  readonly logits: string;
  /** The most tokens of a row. */
  readonly context: number;
  /** Whether the cache may stay in one buffer. */
  readonly inPlace: boolean;
  readonly padding: Padding;
}

/** A token that was fed and is not known yet. */
const UNKNOWN = -1;

/** Rows of tokens that are fed together, with the cache that they left. */
export class DecoderRows {
  /** Tokens fed so far, by row. */
  readonly tokens: readonly number[][];
  readonly #decoder: CompiledDecoder;
  readonly #feeds: Record<string, Tensor> = {};
  readonly #fetches: Record<string, Tensor | null> = {};
  readonly #cache: KeyValueCache;

  private constructor(decoder: CompiledDecoder, tokens: readonly number[][], cached: readonly CachedRow[]) {
    const { runtime, slots, logits, context, inPlace, padding } = decoder;
    this.#decoder = decoder;
    this.tokens = tokens;
    this.#fetches[logits] = null;
    if (!inPlace) for (const { present } of slots) this.#fetches[present] = null;
    this.#cache = inPlace
      ? new InPlaceCache(runtime, slots, this.#feeds, this.#fetches, context, cached)
      : new GrowingCache(runtime, slots, this.#feeds, cached, padding);
  }

  /** One row without tokens. */
  static empty(decoder: CompiledDecoder): DecoderRows {
    return new DecoderRows(decoder, [[]], [EMPTY_ROW]);
  }

  /** All the parts' rows in one; the parts are no more. */
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

  /** Each row by itself; this is no more. */
  split(): DecoderRows[] {
    if (this.tokens.length === 1) return [this];
    const rows = this.#cached().map((row, at) => new DecoderRows(this.#decoder, [this.tokens[at]!], [row]));
    this.dispose();
    return rows;
  }

  /**
   * @param added as many tokens for each row
   * @param wanted of how many of the last of them logits are wanted
   * @param ids the tokens [rows, 1] where they lie on the GPU and are not known yet: `runUnknown`
   * @returns the logits, of these positions at least
   * @throws InferenceError BAD_REQUEST
   */
  async run(added: readonly (readonly number[])[], wanted: number, ids?: Tensor): Promise<Tensor> {
    const { session, inputs, logits, context } = this.#decoder;
    const starts = this.tokens.map(({ length }) => length);
    const length = Math.max(...starts) + added[0]!.length;
    if (added[0]!.length === 0 || length > context) {
      throw new InferenceError('BAD_REQUEST', `${length} tokens do not fit a context of ${context}.`);
    }
    inputs.fill(this.#feeds, starts, added, wanted, ids);
    this.#cache.prepare(length);
    const outputs = await session.run(this.#feeds, this.#fetches);
    this.#cache.accept(outputs);
    for (const [row, tokens] of this.tokens.entries()) tokens.push(...added[row]!);
    return outputs[logits]!;
  }

  /**
   * Feeds each row a token that lies on the GPU, as ids [rows, 1]; `know` says what they are, or `takeBack` forgets them.
   * @returns the logits after them
   */
  runUnknown(ids: Tensor): Promise<Tensor> {
    return this.run(
      this.tokens.map(() => [UNKNOWN]),
      1,
      ids,
    );
  }

  /** Says what the last token of each row is. */
  know(last: readonly number[]): void {
    for (const [row, tokens] of this.tokens.entries()) tokens[tokens.length - 1] = last[row]!;
  }

  /** The rows as they were before their last `count` tokens. */
  takeBack(count: number): void {
    if (count === 0) return;
    for (const tokens of this.tokens) tokens.length -= count;
    this.#cache.shorten(this.tokens.map(({ length }) => length));
  }

  /** A row like the only one as it was `length` tokens long. */
  fork(length: number): DecoderRows {
    const [tokens] = this.tokens;
    const [cached] = this.#cached();
    return new DecoderRows(this.#decoder, [tokens!.slice(0, length)], [{ ...cached!, length }]);
  }

  /** Memory that the cache holds. */
  get bytes(): number {
    return this.#cache.bytes;
  }

  /** Gives the cache's memory back. */
  dispose(): void {
    this.#cache.dispose();
  }

  #cached(): CachedRow[] {
    return this.tokens.map(({ length }, row) => this.#cache.row(row, length));
  }
}
