/** U+FFFD, which decoders give for bytes that are not a whole character yet. */
const INCOMPLETE = '\uFFFD';

/**
 * Tokens that may wait for the rest of a character, which has four bytes at most. More are no text, and
 * reading them over and over would take time that grows with their square.
 */
const MAX_PENDING_TOKENS = 8;

/**
 * Turns tokens into text as they come. Holds back a character that spans several tokens until it is complete,
 * and text that may be the start of a stop string until that is decided.
 * @example
 * const stream = new AnswerStream((tokens) => tokenizer.decode(tokens), ['\n\n']);
 * const { delta, stopped } = stream.push(token);
 */
export class AnswerStream {
  readonly #decode: (tokens: readonly number[]) => string;
  readonly #stops: readonly string[];
  readonly #tokens: number[] = [];
  /**
   * Tokens from here to `#decodedEnd` only give context: the text of a token may depend on the one before it.
   */
  #contextStart = 0;
  #decodedEnd = 0;
  #held = '';
  #text = '';

  constructor(decode: (tokens: readonly number[]) => string, stops: readonly string[]) {
    this.#decode = decode;
    this.#stops = stops;
  }

  /** The text so far, without a stop string. */
  get text(): string {
    return this.#text;
  }

  /** Adds a token. Gives the text that is certain now, and whether a stop string was found. */
  push(token: number): { readonly delta: string; readonly stopped: boolean } {
    this.#tokens.push(token);
    const known = this.#decode(this.#tokens.slice(this.#contextStart, this.#decodedEnd));
    const all = this.#decode(this.#tokens.slice(this.#contextStart));
    const waits = all.endsWith(INCOMPLETE) || all.length <= known.length;
    if (waits && this.#tokens.length - this.#decodedEnd < MAX_PENDING_TOKENS) {
      return { delta: '', stopped: false };
    }
    this.#contextStart = this.#decodedEnd;
    this.#decodedEnd = this.#tokens.length;
    return this.#take(all.slice(known.length));
  }

  /** The rest of the text when the answer is over. Bytes that never became a character give U+FFFD. */
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

  /** Length of the longest suffix of the held text that is a prefix of a stop string. */
  #undecided(): number {
    const longest = Math.max(0, ...this.#stops.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, this.#held.length); length > 0; length--) {
      const tail = this.#held.slice(-length);
      if (this.#stops.some((stop) => stop.startsWith(tail))) return length;
    }
    return 0;
  }
}
