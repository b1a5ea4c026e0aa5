/** How often something may happen. */
export interface Rate {
  perSecond: number;
  /** How many may come at once after a pause. */
  burst: number;
}

/** Counts down from `burst` and fills up by `perSecond`. */
export class TokenBucket {
  readonly #rate: Rate;
  readonly #nowMs: () => number;
  #tokens: number;
  #filledAt: number;

  constructor(rate: Rate, nowMs: () => number) {
    this.#rate = rate;
    this.#nowMs = nowMs;
    this.#tokens = rate.burst;
    this.#filledAt = nowMs();
  }

  /** @returns false when that many are not left; then none is taken */
  take(count = 1): boolean {
    const now = this.#nowMs();
    // A clock that was set back fills nothing.
    const filled = (Math.max(0, now - this.#filledAt) / 1_000) * this.#rate.perSecond;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + filled);
    this.#filledAt = now;
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }
}
