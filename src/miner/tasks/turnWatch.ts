import { START_S } from '#protocol/task/taskLife.ts';

/** What is left of START_S for the first sign of work when a task's turn comes late, in ms. */
const FIRST_SIGN_MS = 60_000;
const PATIENCE_MS = START_S * 1_000 - FIRST_SIGN_MS;

/**
 * Limits how long a task waits for the GPU. Its coordinator sees only that nothing moves, and would take the
 * miner for idle after START_S. So the task is handed back before, as when the GPU is busy with the tasks of
 * other coordinators. A task behind those of its own coordinator may wait as long as they move, for half of
 * its time.
 */
export class TurnWatch {
  readonly #nowMs: () => number;
  readonly #onLate: () => void;
  #since = 0;
  #movedAt = 0;
  #latest = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: { nowMs(): number; onLate(): void }) {
    this.#nowMs = () => deps.nowMs();
    this.#onLate = () => deps.onLate();
  }

  /** The task waits from now on. @param leftMs until it expires */
  start(leftMs: number): void {
    this.stop();
    this.#since = this.#movedAt = this.#nowMs();
    this.#latest = this.#since + leftMs / 2 - FIRST_SIGN_MS;
    this.#timer = setTimeout(() => this.#check(), PATIENCE_MS);
  }

  /** Another task of the same coordinator has moved. */
  moved(): void {
    this.#movedAt = this.#nowMs();
  }

  /** The task's turn has come, or it has ended. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #check(): void {
    const end = Math.max(this.#since + PATIENCE_MS, Math.min(this.#movedAt + PATIENCE_MS, this.#latest));
    const leftMs = end - this.#nowMs();
    if (leftMs <= 0) this.#onLate();
    else this.#timer = setTimeout(() => this.#check(), leftMs);
  }
}
