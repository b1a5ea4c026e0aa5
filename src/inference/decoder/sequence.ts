import type { DecoderRows } from '#inference/decoder/decoderRows.ts';
import type { TokenDraw } from '#inference/sampling/tokenSampling.ts';

/** A sequence of tokens and its KV cache. */
export interface Sequence {
  /** Tokens fed so far. */
  readonly tokens: readonly number[];
  /** The batch of one row behind it, for the session to join. */
  readonly rows: DecoderRows;
  /**
   * Feeds tokens; gives the logits [vocabulary] after the last of them.
   * @throws InferenceError NOT_FINITE, BAD_REQUEST when they do not fit the context
   */
  append(tokens: readonly number[]): Promise<Float32Array>;
  /** Feeds tokens; gives the logits [vocabulary] after each of them, which may hold NaN or infinity. */
  appendEach(tokens: readonly number[]): Promise<Float32Array[]>;
  /** Drops the last `count` tokens. */
  dropLast(count: number): void;
  /** Feeds tokens without reading logits: all of a prompt but its last chunk. */
  feed(tokens: readonly number[]): Promise<void>;
  /** A new sequence with a copy of the first `length` tokens. */
  fork(length: number): Sequence;
  /** Bytes of its KV cache. */
  readonly bytes: number;
  /** Frees the KV cache. */
  dispose(): void;
}

/** Sequences that decode together. */
export interface SequenceBatch {
  /**
   * Feeds each sequence one token; a batch of one sequence also takes several.
   * @param added the tokens by sequence, as many as of any other
   * @param draws how each sequence's next token is drawn. The step that feeds those tokens is then enqueued
   *   at once, if the session supports asynchronous decode, and is used when they are appended
   * @returns by sequence the logits [vocabulary] after each token, which may hold NaN or infinity
   */
  append(added: readonly (readonly number[])[], draws?: readonly TokenDraw[]): Promise<Float32Array[][]>;
  /** Whether the step that feeds these tokens, one to each sequence, is enqueued. */
  isEnqueued(tokens: readonly number[]): boolean;
  /** Drops the last `count` tokens of each sequence. */
  dropLast(count: number): void;
  /** The sequences, in the order in which they were joined. The batch must not be used after it. */
  split(): Sequence[];
  /** Frees the KV cache. */
  dispose(): void;
}
