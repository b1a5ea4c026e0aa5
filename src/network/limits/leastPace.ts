export interface PaceRule {
  bytesPerSecond: number;
  /** Time in which nothing need have come yet, in ms: a line may be slow to begin, and stumble. */
  graceMs: number;
}

/** How often a transfer is looked at, in ms. */
const LOOK_MS = 500;

/**
 * Watches whether a transfer keeps a least pace, so that who moves bytes drop by drop does not hold its place
 * for long. However fast it was before, it may rest for twice the time of grace at most.
 * @example
 * const pace = new LeastPace({ bytesPerSecond: 262_144, graceMs: 10_000 }, () => stream.abort(tooSlow));
 * await stream.send(frame, { onBytes: (bytes) => pace.note(bytes) }).finally(() => pace.stop());
 */
export class LeastPace {
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #mostAhead: number;
  /** Bytes by which it is ahead of the pace. */
  #ahead: number;

  /** @param onSlow called once, when the transfer has fallen behind */
  constructor({ bytesPerSecond, graceMs }: PaceRule, onSlow: () => void) {
    this.#ahead = (graceMs / 1_000) * bytesPerSecond;
    this.#mostAhead = 2 * this.#ahead;
    let lookedAt = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#ahead -= ((now - lookedAt) / 1_000) * bytesPerSecond;
      lookedAt = now;
      if (this.#ahead >= 0) return;
      this.stop();
      onSlow();
    }, LOOK_MS);
  }

  /** So many more bytes have gone through. */
  note(bytes: number): void {
    this.#ahead = Math.min(this.#mostAhead, this.#ahead + bytes);
  }

  /** The transfer is over. */
  stop(): void {
    clearInterval(this.#timer);
  }
}
