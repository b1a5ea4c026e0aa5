/**
 * What takes time: a run of so many tokens, one of a token for each of so many rows that was begun ahead (`RunAhead`), or
 * having tokens forgotten.
 */
export type Timed = number | `ahead ${number}` | 'takingBack';

/** So many of the last of a kind are looked at: a pause that somebody else caused is gone after as many. */
const LOOKED_AT = 5;

/**
 * How long a decoder's runs take by how many tokens they compute. More tokens need not take longer: kernels for a few
 * rows are others than those for one, and on some GPUs four tokens are computed in a third of the time of one.
 */
export class RunTimes {
  readonly #last = new Map<Timed, number[]>();

  /** @param milliseconds of a run: from its start until its logits could be read */
  record(what: Timed, milliseconds: number): void {
    this.#last.set(what, [...(this.#last.get(what) ?? []), milliseconds].slice(-LOOKED_AT));
  }

  /** Milliseconds that it takes at best; infinity as long as none was seen. */
  of(what: Timed): number {
    return Math.min(...(this.#last.get(what) ?? []));
  }

  /** The same of a run begun ahead; as long as none of so many rows was seen, it is as much quicker as one of a single row. */
  ofAhead(rows: number): number {
    const seen = this.of(`ahead ${rows}`);
    const waiting = this.of(rows);
    return seen < Infinity || waiting === Infinity ? seen : (waiting * this.of('ahead 1')) / this.of(1);
  }

  /** The same of a run that checks guesses, of which some are taken back: not every cache forgets for nothing. */
  ofChecking(tokens: number): number {
    const takingBack = this.of('takingBack');
    return this.of(tokens) + (Number.isFinite(takingBack) ? takingBack : 0);
  }
}
