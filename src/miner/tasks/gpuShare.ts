/** All of the time: the GPU never has to rest. */
export const WHOLE_SHARE = 100;
/**
 * So long it takes task after task, in ms, before it rests: texts are computed together, and each rest ends
 * that. What it runs then is finished.
 */
export const WORK_MS = 20_000;

interface GpuShareDeps {
  /** A clock that never jumps. */
  nowMs(): number;
  /** It begins or ends to take tasks. */
  onChange(): void;
}

/**
 * Keeps the tab's GPU at work for at most a share of the time. Work of t ms is followed by a rest of
 * t × (100 − share) / share ms, in which no task is taken. A task that has begun is never slowed down: its
 * coordinator waits for it, and it has to be on time.
 */
export class GpuShare {
  readonly #deps: GpuShareDeps;
  #percent = WHOLE_SHARE;
  /** Since when it works; undefined while it does not. */
  #since: number | undefined;
  /** The last work and its end. */
  #worked = { ms: 0, endMs: -Infinity };
  #takesNone = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: GpuShareDeps) {
    this.#deps = deps;
  }

  /** Whether it takes no task now. */
  get takesNone(): boolean {
    return this.#takesNone;
  }

  /** How long it still rests, in ms; undefined while it works, or rests no more. */
  get restMs(): number | undefined {
    if (this.#since !== undefined) return undefined;
    const leftMs = this.#restEndMs - this.#deps.nowMs();
    return leftMs > 0 ? leftMs : undefined;
  }

  /** @param percent 1 to 100 */
  limit(percent: number): void {
    this.#percent = percent;
    this.#look();
  }

  /** @param count of tasks that run on the GPU now */
  running(count: number): void {
    const isWorking = count > 0;
    if (isWorking === (this.#since !== undefined)) return;
    const now = this.#deps.nowMs();
    if (this.#since !== undefined) this.#worked = { ms: now - this.#since, endMs: now };
    this.#since = isWorking ? now : undefined;
    this.#look();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  get #restEndMs(): number {
    return this.#worked.endMs + (this.#worked.ms * (WHOLE_SHARE - this.#percent)) / this.#percent;
  }

  #look(): void {
    clearTimeout(this.#timer);
    const isLimited = this.#percent < WHOLE_SHARE;
    const now = this.#deps.nowMs();
    const changesAt = this.#since === undefined ? this.#restEndMs : this.#since + WORK_MS;
    const isOver = now >= changesAt;
    if (isLimited && !isOver) this.#timer = setTimeout(() => this.#look(), Math.ceil(changesAt - now));
    const takesNone = isLimited && isOver === (this.#since !== undefined);
    if (takesNone === this.#takesNone) return;
    this.#takesNone = takesNone;
    this.#deps.onChange();
  }
}
