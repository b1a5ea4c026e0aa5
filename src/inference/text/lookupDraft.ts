export interface DraftToken {
  readonly token: number;
  /** How often drafts with a match of this length were right. */
  readonly probability: number;
  /** How many tokens before it match, at most LONGEST_MATCH. */
  readonly match: number;
}

/** Tokens of earlier answers that are remembered: searching them takes about a tenth of a millisecond. */
const REMEMBERED = 16_384;
/** Longer matches are hardly more often right. */
const LONGEST_MATCH = 4;
/** Separates remembered answers; no token has this id. */
const SEPARATOR = -1;
/** The prior: one draft of four is right. It weighs as much as four drafts. */
const PRIOR = { right: 1, all: 4 };
/** From this many drafts on, older ones count for less and less. */
const DECAY_FROM = 256;

/**
 * Prompt lookup decoding: finds the last place where the current few tokens appeared, in the conversation or
 * in recent answers, and proposes what followed there. Verifying the drafts in one run gives several tokens
 * where they are right. Only the model's answers are remembered, never what other people asked.
 * @example
 * const draft = new LookupDraft();
 * draft.propose([5, 6, 7, 5, 6], 1); // proposes 7
 */
export class LookupDraft {
  #answers: number[] = [];
  readonly #counts = Array.from({ length: LONGEST_MATCH + 1 }, () => ({ ...PRIOR }));

  /** The likely next tokens after `tokens`, at most `count`. */
  propose(tokens: readonly number[], count: number): DraftToken[] {
    if (count < 1) return [];
    const own = lastMatch(tokens, tokens);
    const earlier = own.match === LONGEST_MATCH ? own : lastMatch(this.#answers, tokens);
    const [source, { next, match }] = earlier.match > own.match ? [this.#answers, earlier] : [tokens, own];
    if (match === 0) return [];
    const found = source.slice(next, next + count);
    const end = found.indexOf(SEPARATOR);
    return (end < 0 ? found : found.slice(0, end)).map((token, at) => {
      const matched = Math.min(match + at, LONGEST_MATCH);
      const { right, all } = this.#counts[matched]!;
      return { token, probability: right / all, match: matched };
    });
  }

  /** Updates the probabilities from the tokens that actually came. */
  learn(proposed: readonly DraftToken[], actual: readonly number[]): void {
    for (const [at, { token, match }] of proposed.slice(0, actual.length).entries()) {
      const counts = this.#counts[match]!;
      const keep = counts.all < DECAY_FROM ? 1 : 1 - 1 / DECAY_FROM;
      const right = token === actual[at];
      this.#counts[match] = { right: counts.right * keep + (right ? 1 : 0), all: counts.all * keep + 1 };
      // The drafts after a wrong one continue another text.
      if (!right) return;
    }
  }

  /** Adds an answer to the text that is searched. */
  remember(answer: readonly number[]): void {
    this.#answers = [...this.#answers, SEPARATOR, ...answer].slice(-REMEMBERED);
  }
}

/** The longest match of the end of `tokens` in `source`, the last of equally long ones; `next` follows it. */
function lastMatch(source: readonly number[], tokens: readonly number[]): { next: number; match: number } {
  let [next, longest] = [0, 0];
  const last = tokens.length - 1;
  for (let at = source.length - 2; at >= 0 && longest < LONGEST_MATCH; at--) {
    let match = 0;
    while (
      match < LONGEST_MATCH &&
      match <= Math.min(at, last) &&
      source[at - match] === tokens[last - match]
    )
      match++;
    if (match > longest) [next, longest] = [at + 1, match];
  }
  return { next, match: longest };
}
