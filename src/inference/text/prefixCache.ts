import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import type { Sequence } from '#inference/decoder/sequence.ts';

/** Bytes of KV cache that finished sequences may keep: a phone's GPU has a few times this. */
const PREFIX_CACHE_BYTES = 256 * 1024 * 1024;

/**
 * Keeps the KV caches of finished sequences, so that the next turn of a conversation, or another conversation
 * with the same instructions, prefills only what is new in its prompt.
 * @example
 * const sequence = new PrefixCache(session).acquire(prompt);
 * const logits = await sequence.append(prompt.slice(sequence.tokens.length));
 */
export class PrefixCache {
  readonly #session: DecoderSession;
  readonly #maxBytes: number;
  /** Oldest first. */
  #sequences: Sequence[] = [];

  constructor(session: DecoderSession, maxBytes = PREFIX_CACHE_BYTES) {
    this.#session = session;
    this.#maxBytes = maxBytes;
  }

  /** A sequence with the longest cached prefix of the prompt, always without the prompt's last token. */
  acquire(prompt: readonly number[]): Sequence {
    let [best, longest]: [Sequence | undefined, number] = [undefined, 0];
    for (const sequence of this.#sequences) {
      const common = commonLength(sequence.tokens, prompt);
      if (common > longest) [best, longest] = [sequence, common];
    }
    if (best === undefined) return this.#session.sequence();
    // Its other continuation may still be asked for.
    if (longest < best.tokens.length) return best.fork(longest);
    this.#sequences = this.#sequences.filter((sequence) => sequence !== best);
    return best;
  }

  /** Takes a sequence whose KV cache is whole, and frees the oldest ones to make room for it. */
  release(sequence: Sequence): void {
    this.#sequences.push(sequence);
    let bytes = this.#sequences.reduce((sum, each) => sum + each.bytes, 0);
    while (bytes > this.#maxBytes) {
      const oldest = this.#sequences.shift()!;
      bytes -= oldest.bytes;
      oldest.dispose();
    }
  }

  dispose(): void {
    for (const sequence of this.#sequences) sequence.dispose();
    this.#sequences = [];
  }
}

/** Length of the common prefix; less than the prompt's length, because its last token's logits are needed. */
function commonLength(tokens: readonly number[], prompt: readonly number[]): number {
  const limit = Math.min(tokens.length, prompt.length - 1);
  let common = 0;
  while (common < limit && tokens[common] === prompt[common]) common++;
  return common;
}
