import { setImmediate } from 'node:timers/promises';

/** Work may keep the event loop for this long between two turns, in ms: a burst's sockets need as much. */
const SLICE_MS = 10;
/** What sockets took in a turn shortens the slice that follows, to this share of it at least. */
const LEAST_SHARE = 0.3;

/** Lets the event loop turn whenever the work that shares this slice has kept it for long. */
export class LoopSlice {
  readonly #sliceMs: number;
  #last: Promise<unknown> = Promise.resolve();
  #turnedAt = performance.now();

  constructor(sliceMs = SLICE_MS) {
    this.#sliceMs = sliceMs;
  }

  /**
   * Resolves after all earlier callers' pauses: at once while the slice lasts, and after the loop has turned
   * otherwise. So of many that come at once only a few go on in one turn.
   */
  pause(): Promise<void> {
    return this.compute(async () => undefined);
  }

  /** Does what only computes, such as a signature, after all earlier callers' work and a pause. */
  compute<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => this.#turn()).then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #turn(): Promise<void> {
    // What the caller before has set off runs first, so that it counts.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    if (performance.now() - this.#turnedAt < this.#sliceMs) return;
    const began = performance.now();
    await setImmediate();
    this.#turnedAt = Math.max(began, performance.now() - (1 - LEAST_SHARE) * this.#sliceMs);
  }
}

/** The slice of this process: its event loop is one, so what it divides shares it. */
export const processSlice = new LoopSlice();
