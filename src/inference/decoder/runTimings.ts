/** How many of the latest runs count: a slow spell that something else caused is forgotten after as many. */
const WINDOW = 5;

/**
 * How long a decoder's runs take, in milliseconds, by how many tokens they compute. More tokens need not take
 * longer: kernels for a few rows differ from those for one, and on some GPUs four tokens take a third of the
 * time of one.
 * @example
 * timings.recordRun(4, 31);
 * timings.ofRun(4); // 31
 */
export class RunTimings {
  readonly #runs = new Map<number, number[]>();
  readonly #asyncRuns = new Map<number, number[]>();
  #drops: number[] = [];

  /** @param ms of a run of so many tokens, from its start until its logits were read */
  recordRun(tokens: number, ms: number): void {
    this.#runs.set(tokens, latest(this.#runs.get(tokens), ms));
  }

  /** @param ms of a decode step of so many rows that was enqueued before the last tokens were read */
  recordAsyncRun(rows: number, ms: number): void {
    this.#asyncRuns.set(rows, latest(this.#asyncRuns.get(rows), ms));
  }

  /** @param ms of dropping tokens from the end of the KV cache */
  recordDrop(ms: number): void {
    this.#drops = latest(this.#drops, ms);
  }

  /** The best time of a run of so many tokens; infinity until one was recorded. */
  ofRun(tokens: number): number {
    return best(this.#runs.get(tokens));
  }

  /**
   * The best time of an asynchronous decode step. Until one of so many rows was recorded, it is assumed to
   * gain as much as a step of a single row does.
   */
  ofAsyncRun(rows: number): number {
    const seen = best(this.#asyncRuns.get(rows));
    const waiting = this.ofRun(rows);
    if (seen < Infinity || waiting === Infinity) return seen;
    return (waiting * best(this.#asyncRuns.get(1))) / this.ofRun(1);
  }

  /**
   * The best time of a run that verifies draft tokens, and of dropping the wrong ones: some caches are
   * copied.
   */
  ofVerification(tokens: number): number {
    const drop = best(this.#drops);
    return this.ofRun(tokens) + (Number.isFinite(drop) ? drop : 0);
  }
}

const latest = (seen: readonly number[] = [], ms: number): number[] => [...seen, ms].slice(-WINDOW);
const best = (seen: readonly number[] = []): number => Math.min(...seen);
