import { abortableSleep } from '#miner/abortableSleep.ts';

/**
 * On a GPU that is too slow to run all test inputs at once, one of them takes a second or two: a few percent
 * of its time.
 */
const PAUSE_MS = 60_000;

export interface LaterTestsDeps {
  /** Runs the next test input of a model. Gives whether more are left. */
  runNext(id: string): Promise<boolean>;
  signal: AbortSignal;
  pauseMs?: number;
}

/**
 * Runs the test inputs that were left when a model was offered, one a minute, each model's in turn.
 * Meanwhile all results of a new miner, or of one with another GPU, are audited.
 */
export class LaterTests {
  readonly #deps: LaterTestsDeps;
  #models: string[] = [];
  #isRunning = false;

  constructor(deps: LaterTestsDeps) {
    this.#deps = deps;
  }

  add(id: string): void {
    if (!this.#models.includes(id)) this.#models.push(id);
    // Ended by the signal alone.
    if (!this.#isRunning) void this.#run().catch(() => undefined);
  }

  drop(id: string): void {
    this.#models = this.#models.filter((other) => other !== id);
  }

  async #run(): Promise<void> {
    const { runNext, signal, pauseMs = PAUSE_MS } = this.#deps;
    this.#isRunning = true;
    try {
      for (;;) {
        await abortableSleep(pauseMs, signal);
        const [id] = this.#models;
        if (id === undefined) return;
        this.drop(id);
        if (await runNext(id)) this.add(id);
      }
    } finally {
      this.#isRunning = false;
    }
  }
}
