import { CodedError } from '#protocol/codedError.ts';

/** Why the inference engine failed. */
export type InferenceErrorCode =
  /** A manifest, vocabulary or catalogue does not follow its schema. */
  | 'BAD_MANIFEST'
  /** The graph lacks an input or output that its manifest names. */
  | 'BAD_GRAPH'
  /** The request asks for something that the model's manifest does not allow. */
  | 'BAD_REQUEST'
  /** The prompt leaves no room for an answer in the context. */
  | 'PROMPT_TOO_LONG'
  /** The model gave NaN or infinity. */
  | 'NOT_FINITE'
  /** The caller's signal was aborted. */
  | 'CANCELLED';

/**
 * An error of the inference engine: `code` for programs, `message` for people.
 * @example
 * if (error instanceof InferenceError && error.code === 'CANCELLED') return;
 */
export class InferenceError extends CodedError<InferenceErrorCode> {
  override readonly name = 'InferenceError';
}

/**
 * @throws InferenceError CANCELLED when the signal is aborted
 * @example
 * for (const step of steps) {
 *   throwIfCancelled(signal);
 *   await run(step);
 * }
 */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new InferenceError('CANCELLED', 'The task was cancelled.');
}
