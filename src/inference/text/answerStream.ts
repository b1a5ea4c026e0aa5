/** U+FFFD, which decoders put for bytes that are not yet a whole character. */
const INCOMPLETE = '\uFFFD';

/**
 * Turns tokens into text as they come. A character that spans several tokens is held back until it is whole,
 * and text that may be the start of a stop string until it is decided.
 */
export class AnswerStream {
  readonly #decode: (tokens: readonly number[]) => string;
  readonly #stops: readonly string[];
  readonly #tokens: number[] = [];
  /** Tokens before this one only give context, since a token's text may depend on its neighbour. */
  #contextStart = 0;
  #decodedEnd = 0;
  #held = '';
  #text = '';

  constructor(decode: (tokens: readonly number[]) => string, stops: readonly string[]) {
    this.#decode = decode;
    this.#stops = stops;
  }

  /** Text given out so far, without any stop string. */
  get text(): string {
    return this.#text;
  }

  /** Takes one token in; gives the text that is now certain and whether a stop string was met. */
  push(token: number): { readonly delta: string; readonly stopped: boolean } {
    this.#tokens.push(token);
    const known = this.#decode(this.#tokens.slice(this.#contextStart, this.#decodedEnd));
    const all = this.#decode(this.#tokens.slice(this.#contextStart));
    if (all.endsWith(INCOMPLETE) || all.length <= known.length) return { delta: '', stopped: false };
    this.#contextStart = this.#decodedEnd;
    this.#decodedEnd = this.#tokens.length;
    return this.#take(all.slice(known.length));
  }

  /** The rest, when the answer is over; bytes that never became a character come out as U+FFFD. */
  end(): string {
    const known = this.#decode(this.#tokens.slice(this.#contextStart, this.#decodedEnd));
    const all = this.#decode(this.#tokens.slice(this.#contextStart));
    this.#decodedEnd = this.#tokens.length;
    const { delta, stopped } = this.#take(all.slice(known.length));
    if (stopped) return delta;
    this.#text += this.#held;
    return delta + this.#held;
  }

  #take(added: string): { delta: string; stopped: boolean } {
    this.#held += added;
    const cuts = this.#stops.map((stop) => this.#held.indexOf(stop)).filter((at) => at >= 0);
    if (cuts.length > 0) {
      const delta = this.#held.slice(0, Math.min(...cuts));
      this.#held = '';
      this.#text += delta;
      return { delta, stopped: true };
    }
    const delta = this.#held.slice(0, this.#held.length - this.#undecided());
    this.#held = this.#held.slice(delta.length);
    this.#text += delta;
    return { delta, stopped: false };
  }

  /** Length of the longest end of the held text with which a stop string begins. */
  #undecided(): number {
    const longest = Math.max(0, ...this.#stops.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, this.#held.length); length > 0; length--) {
      const tail = this.#held.slice(-length);
      if (this.#stops.some((stop) => stop.startsWith(tail))) return length;
    }
    return 0;
  }
}
