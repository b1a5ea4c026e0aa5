import type { Sequence } from '#inference/decoder/sequence.ts';
import { requireFinite } from '#inference/runtime/floatOutput.ts';
import { InferenceError, throwIfCancelled } from '#inference/runtime/inferenceError.ts';
import type { TextAnswer } from '#inference/text/answer/textAnswer.ts';

/** What the batch generates: it takes logits and gives the next token, or undefined when it has ended. */
export type Answer = Pick<TextAnswer, 'maxTokens' | 'draw' | 'next'>;

/** Milliseconds, except for `reusedTokens`. */
export interface AnswerTimes {
  /** Tokens of the prompt that the prefix cache held. */
  readonly reusedTokens: number;
  /** From the start of the prefill to its end. */
  readonly prefillMs: number;
  /** From the end of the prefill to the end of the answer. */
  readonly decodeMs: number;
  /**
   * Time of the runs: all of the prefill's, and an equal share of each decode step that several answers
   * shared.
   */
  readonly computeMs: number;
}

/** One answer in the batch. */
export interface BatchEntry {
  readonly prompt: readonly number[];
  /** The prompt and the answer so far. */
  readonly tokens: number[];
  readonly answer: Answer;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (times: AnswerTimes) => void;
  readonly reject: (error: unknown) => void;
  /** The token to feed next; undefined when the answer has ended. */
  token: number | undefined;
  /** Why the answer failed. */
  error: unknown;
  reusedTokens: number;
  startedMs: number;
  prefilledMs: number;
  computeMs: number;
}

/** An entry with the sequence that holds its KV cache. */
export interface CachedEntry {
  readonly entry: BatchEntry;
  readonly sequence: Sequence;
}

/**
 * An entry that has not started.
 * @example
 * const entry = createEntry({ prompt: [1, 42], answer, signal, resolve, reject });
 */
export function createEntry(
  given: Pick<BatchEntry, 'prompt' | 'answer' | 'signal' | 'resolve' | 'reject'>,
): BatchEntry {
  return {
    ...given,
    tokens: [...given.prompt],
    token: undefined,
    error: undefined,
    reusedTokens: 0,
    startedMs: 0,
    prefilledMs: 0,
    computeMs: 0,
  };
}

/**
 * Gives the answer its next logits [vocabulary]. An error (cancelled, not finite) fails this entry alone, so
 * it is kept in `error` and not thrown.
 * @example
 * advance(entry, logits);
 * if (!isUnfinished(entry)) end(entry);
 */
export function advance(entry: BatchEntry, logits: Float32Array): void {
  try {
    throwIfCancelled(entry.signal);
    entry.token = entry.answer.next(requireFinite(logits));
    if (entry.token !== undefined) entry.tokens.push(entry.token);
  } catch (error) {
    entry.error = error;
  }
}

/** Whether the entry has another token to feed. */
export const isUnfinished = ({ token, error }: BatchEntry): boolean =>
  error === undefined && token !== undefined;

export const cancelled = (): InferenceError => new InferenceError('CANCELLED', 'The task was cancelled.');

export const isCancelled = (error: unknown): boolean =>
  error instanceof InferenceError && error.code === 'CANCELLED';

/**
 * The times of an entry that ends now.
 * @example
 * entry.resolve(timesOf(entry));
 */
export function timesOf({ reusedTokens, startedMs, prefilledMs, computeMs }: BatchEntry): AnswerTimes {
  return {
    reusedTokens,
    prefillMs: prefilledMs - startedMs,
    decodeMs: performance.now() - prefilledMs,
    computeMs,
  };
}
