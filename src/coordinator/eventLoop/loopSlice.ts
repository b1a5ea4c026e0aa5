import { setImmediate } from 'node:timers/promises';

/** Work may keep the event loop for this long, in ms: half of what a socket may notice. */
const SLICE_MS = 20;

/** Lets the event loop turn whenever the work that shares this slice has kept it for long. */
export class LoopSlice {
  readonly #sliceMs: number;
  #last: Promise<void> = Promise.resolve();
  #turnedAt = performance.now();

  constructor(sliceMs = SLICE_MS) {
    this.#sliceMs = sliceMs;
  }

  /** Resolves at once while the slice lasts, and after the loop has turned otherwise. */
  async pause(): Promise<void> {
    if (performance.now() - this.#turnedAt < this.#sliceMs) return;
    await setImmediate();
    this.#turnedAt = performance.now();
  }

  /** A pause after all earlier callers': of many that come at once, only a few go on in one turn. */
  inTurn(): Promise<void> {
    this.#last = this.#last.then(() => this.pause());
    return this.#last;
  }
}
