/** How often something may happen. */
export interface Rate {
  perSecond: number;
  /** How many may come at once after a pause. */
  burst: number;
}

/** Lets through so many at once, and so many a second from then on. */
export class TokenBucket {
  readonly #rate: Rate;
  #tokens: number;
  #filledAt: number;

  /** @param nowMs in ms of any clock, as below */
  constructor(rate: Rate, nowMs: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#filledAt = nowMs;
  }

  /** @returns false when that many are not left; then none is taken */
  take(nowMs: number, count = 1): boolean {
    // A clock that was set back fills nothing.
    const filled = (Math.max(0, nowMs - this.#filledAt) / 1_000) * this.#rate.perSecond;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + filled);
    this.#filledAt = nowMs;
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }
}
