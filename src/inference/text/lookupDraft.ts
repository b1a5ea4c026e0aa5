export interface DraftToken {
  readonly token: number;
  /** As how often such a guess was right so far. */
  readonly probability: number;
  /** Tokens before it that are the same where it was found, at most LONGEST_MATCH. */
  readonly match: number;
}

/** Tokens of earlier answers that are remembered, about as many as are looked through in a tenth of a millisecond. */
const REMEMBERED = 16_384;
/** Longer matches are hardly more often right. */
const LONGEST_MATCH = 4;
/** No token: what is on its two sides was not written in one piece. */
const BORDER = -1;
/** Before anything was seen one guess of four counts as right, and as little as four guesses. */
const FIRST_GUESSES = { right: 1, all: 4 };
/** From here on older guesses count for less and less. */
const MANY_GUESSES = 256;

/**
 * Guesses how an answer goes on ("prompt lookup"): it looks for the last place where the same few tokens were written,
 * in the conversation itself or in what the model answered lately, and proposes what followed there. Who runs the model
 * over the guesses has several tokens in one run wherever they are right; where they are wrong nothing is lost but them.
 * What others asked is not remembered, what they were answered is.
 */
export class LookupDraft {
  #answers: number[] = [];
  readonly #guesses = Array.from({ length: LONGEST_MATCH + 1 }, () => ({ ...FIRST_GUESSES }));

  /** The likely next tokens after `tokens`, at most `count`. */
  propose(tokens: readonly number[], count: number): DraftToken[] {
    if (count < 1) return [];
    const own = lastMatch(tokens, tokens);
    const earlier = own.match === LONGEST_MATCH ? own : lastMatch(this.#answers, tokens);
    const [source, { next, match }] = earlier.match > own.match ? [this.#answers, earlier] : [tokens, own];
    if (match === 0) return [];
    const found = source.slice(next, next + count);
    const border = found.indexOf(BORDER);
    return (border < 0 ? found : found.slice(0, border)).map((token, at) => {
      const matched = Math.min(match + at, LONGEST_MATCH);
      const { right, all } = this.#guesses[matched]!;
      return { token, probability: right / all, match: matched };
    });
  }

  /** Learns how good guesses are, from the tokens that came. */
  judge(proposed: readonly DraftToken[], came: readonly number[]): void {
    for (const [at, { token, match }] of proposed.slice(0, came.length).entries()) {
      const guesses = this.#guesses[match]!;
      const keep = guesses.all < MANY_GUESSES ? 1 : 1 - 1 / MANY_GUESSES;
      const right = token === came[at];
      this.#guesses[match] = { right: guesses.right * keep + (right ? 1 : 0), all: guesses.all * keep + 1 };
      // What was guessed after it was a guess at something else.
      if (!right) return;
    }
  }

  /** Takes an answer into what is looked through. */
  remember(answer: readonly number[]): void {
    this.#answers = [...this.#answers, BORDER, ...answer].slice(-REMEMBERED);
  }
}

/** The longest match of the end of `tokens` within `source`, the last one of several; `next` is what follows it. */
function lastMatch(source: readonly number[], tokens: readonly number[]): { next: number; match: number } {
  let [next, most] = [0, 0];
  const last = tokens.length - 1;
  for (let at = source.length - 2; at >= 0 && most < LONGEST_MATCH; at--) {
    let match = 0;
    while (
      match < LONGEST_MATCH &&
      match <= Math.min(at, last) &&
      source[at - match] === tokens[last - match]
    )
      match++;
    if (match > most) [next, most] = [at + 1, match];
  }
  return { next, match: most };
}
