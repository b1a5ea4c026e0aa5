/** So many of the last runs of a size are looked at: a pause that somebody else caused is gone after as many. */
const LOOKED_AT = 5;

/**
 * How long a decoder's runs take by how many tokens they compute. More tokens need not take longer: kernels for a few
 * rows are others than those for one, and on some GPUs four tokens are computed in a third of the time of one.
 */
export class RunTimes {
  readonly #last = new Map<number, number[]>();
  #takingBack: readonly number[] = [];

  /** @param milliseconds from the run's start until its logits could be read */
  record(tokens: number, milliseconds: number): void {
    this.#last.set(tokens, [...(this.#last.get(tokens) ?? []), milliseconds].slice(-LOOKED_AT));
  }

  /** @param milliseconds that it took to have tokens forgotten */
  recordTakingBack(milliseconds: number): void {
    this.#takingBack = [...this.#takingBack, milliseconds].slice(-LOOKED_AT);
  }

  /** Milliseconds that a run of so many tokens takes at best; infinity as long as none was seen. */
  of(tokens: number): number {
    return Math.min(...(this.#last.get(tokens) ?? []));
  }

  /** The same of a run that checks guesses, of which some are taken back: not every cache forgets for nothing. */
  ofChecking(tokens: number): number {
    return this.of(tokens) + (this.#takingBack.length > 0 ? Math.min(...this.#takingBack) : 0);
  }
}
