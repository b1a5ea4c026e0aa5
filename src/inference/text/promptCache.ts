import type { DecoderSession, Sequence } from '#inference/decoder/decoderSession.ts';

/** Most memory that finished sequences may go on holding, in bytes: a phone's GPU has a few times this. */
const KEPT_BYTES = 256 * 1024 * 1024;

/**
 * Keeps the last sequences, so that the next turn of a conversation, or another one with the same instructions, computes
 * only what is new of its prompt.
 */
export class PromptCache {
  readonly #session: DecoderSession;
  readonly #keptBytes: number;
  /** The newest last. */
  #kept: Sequence[] = [];

  constructor(session: DecoderSession, keptBytes = KEPT_BYTES) {
    this.#session = session;
    this.#keptBytes = keptBytes;
  }

  /** A sequence that holds the longest known beginning of the prompt, though never all of it. */
  take(prompt: readonly number[]): Sequence {
    let [best, most]: [Sequence | undefined, number] = [undefined, 0];
    for (const sequence of this.#kept) {
      const common = commonLength(sequence.tokens, prompt);
      if (common > most) [best, most] = [sequence, common];
    }
    if (best === undefined) return this.#session.sequence();
    // What goes on otherwise may still be gone on with.
    if (most < best.tokens.length) return best.fork(most);
    this.#kept = this.#kept.filter((sequence) => sequence !== best);
    return best;
  }

  /** Takes a sequence back whose tokens are all well and truly in its cache, and lets the oldest go for it. */
  give(sequence: Sequence): void {
    this.#kept.push(sequence);
    let bytes = this.#kept.reduce((sum, each) => sum + each.bytes, 0);
    while (bytes > this.#keptBytes) {
      const oldest = this.#kept.shift()!;
      bytes -= oldest.bytes;
      oldest.dispose();
    }
  }

  dispose(): void {
    for (const sequence of this.#kept) sequence.dispose();
    this.#kept = [];
  }
}

/** Tokens that both begin with; one fewer than the prompt's at most, since its last one's logits are wanted. */
function commonLength(tokens: readonly number[], prompt: readonly number[]): number {
  const most = Math.min(tokens.length, prompt.length - 1);
  let common = 0;
  while (common < most && tokens[common] === prompt[common]) common++;
  return common;
}
