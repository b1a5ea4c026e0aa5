export interface PaceRule {
  bytesPerSecond: number;
  /** Time in which nothing need have come yet, in ms: a line may be slow to begin, and stumble. */
  graceMs: number;
}

/** How often a transfer is looked at, in ms. */
const LOOK_MS = 500;

/**
 * Watches whether a transfer keeps a least pace on average, so that who takes bytes drop by drop does not
 * hold its place for long.
 * @example
 * const pace = new LeastPace({ bytesPerSecond: 262_144, graceMs: 10_000 }, () => stream.abort(tooSlow));
 * await stream.send(frame, { onBytes: (bytes) => pace.note(bytes) }).finally(() => pace.stop());
 */
export class LeastPace {
  readonly #timer: ReturnType<typeof setInterval>;
  #bytes = 0;

  /** @param onSlow called once, when the transfer has fallen behind */
  constructor({ bytesPerSecond, graceMs }: PaceRule, onSlow: () => void) {
    const startedAt = performance.now();
    this.#timer = setInterval(() => {
      const dueMs = performance.now() - startedAt - graceMs;
      if (this.#bytes >= (dueMs / 1_000) * bytesPerSecond) return;
      this.stop();
      onSlow();
    }, LOOK_MS);
  }

  /** So many more bytes have gone through. */
  note(bytes: number): void {
    this.#bytes += bytes;
  }

  /** The transfer is over. */
  stop(): void {
    clearInterval(this.#timer);
  }
}
