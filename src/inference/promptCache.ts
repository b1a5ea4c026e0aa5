import type { DecoderSession, Sequence } from '#inference/decoderSession.ts';

/** Most memory that a finished sequence may go on holding, in bytes: a phone's GPU has a few times this. */
const KEPT_BYTES = 256 * 1024 * 1024;

/**
 * Keeps the last sequence, so that the next turn of a conversation computes only what is new of its prompt. One
 * sequence: what others leave behind takes its place.
 */
export class PromptCache {
  readonly #session: DecoderSession;
  readonly #keptBytes: number;
  #kept: Sequence | undefined;

  constructor(session: DecoderSession, keptBytes = KEPT_BYTES) {
    this.#session = session;
    this.#keptBytes = keptBytes;
  }

  /** A sequence that holds the longest known beginning of the prompt, though never all of it. */
  take(prompt: readonly number[]): Sequence {
    const sequence = this.#kept ?? this.#session.sequence();
    this.#kept = undefined;
    const most = Math.min(sequence.tokens.length, prompt.length - 1);
    let common = 0;
    while (common < most && sequence.tokens[common] === prompt[common]) common++;
    sequence.truncate(common);
    return sequence;
  }

  /** Takes a sequence back whose tokens are all well and truly in its cache. */
  give(sequence: Sequence): void {
    this.dispose();
    if (sequence.tokens.length * this.#session.bytesAToken > this.#keptBytes) sequence.dispose();
    else this.#kept = sequence;
  }

  dispose(): void {
    this.#kept?.dispose();
    this.#kept = undefined;
  }
}
