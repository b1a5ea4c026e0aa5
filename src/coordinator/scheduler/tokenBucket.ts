/** Lets through so many a second on average, and so many at once. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #most: number;
  #left: number;
  #filledAt: number;

  /** @param now in ms of a clock that never jumps, as below */
  constructor(rate: { perSecond: number; atOnce: number }, now: number) {
    this.#perSecond = rate.perSecond;
    this.#most = rate.atOnce;
    this.#left = rate.atOnce;
    this.#filledAt = now;
  }

  /** @returns false when it is empty */
  take(now: number): boolean {
    const filled = this.#left + ((now - this.#filledAt) / 1_000) * this.#perSecond;
    this.#left = Math.min(this.#most, filled);
    this.#filledAt = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
