/** How a task waits for the GPU. */
export interface TaskTurn {
  readonly model: string;
  /**
   * How many tasks of the model may run together now. At 0 the task waits without holding up others.
   * @throws the error that ends the waiting task
   */
  limit(): number;
  /** Aborting ends the waiting at once; a task that has started sees to the signal itself. */
  readonly signal?: AbortSignal | undefined;
  /** Called when the task's turn comes, right before it runs. */
  onStart?: (() => void) | undefined;
}

interface Waiting {
  readonly turn: TaskTurn;
  start(): void;
  fail(error: unknown): void;
}

/**
 * The one queue in front of the GPU. Work runs in the order in which it was asked for, one at a time; tasks
 * of one model run together, up to their limit. No task overtakes one that could run, so a stream of tasks of
 * one model starves no other. Setting up (compiling, proving a model) comes before waiting tasks: they may be
 * waiting for it.
 */
export class GpuQueue {
  readonly #setUps: (() => void)[] = [];
  #tasks: Waiting[] = [];
  #running = 0;
  /** What runs now; undefined for a set-up. */
  #model: string | undefined;

  /** Number of set-ups and tasks that wait or run. */
  get size(): number {
    return this.#setUps.length + this.#tasks.length + this.#running;
  }

  get isSettingUp(): boolean {
    return this.#running > 0 && this.#model === undefined;
  }

  /** Runs `work` alone, before any waiting task. */
  setUp<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#setUps.push(() => this.#run(undefined, work).then(resolve, reject));
      this.#startNext();
    });
  }

  /**
   * Runs a task when its turn comes.
   * @throws the signal's reason when aborted while waiting; what `onStart` or `work` throws
   */
  run<T>(work: () => Promise<T>, turn: TaskTurn): Promise<T> {
    const { signal } = turn;
    return new Promise<T>((resolve, reject) => {
      const drop = () => {
        this.#tasks = this.#tasks.filter((other) => other !== waiting);
        reject(signal?.reason);
        this.#startNext();
      };
      const waiting: Waiting = {
        turn,
        start: () => {
          signal?.removeEventListener('abort', drop);
          const startAndWork = async () => {
            turn.onStart?.();
            return work();
          };
          this.#run(turn.model, startAndWork).then(resolve, reject);
        },
        fail: (error) => {
          signal?.removeEventListener('abort', drop);
          reject(error);
        },
      };
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', drop, { once: true });
      this.#tasks.push(waiting);
      this.#startNext();
    });
  }

  /** Looks at the waiting tasks again after a limit has changed. */
  refresh(): void {
    this.#startNext();
  }

  async #run<T>(model: string | undefined, work: () => Promise<T>): Promise<T> {
    this.#running++;
    this.#model = model;
    try {
      return await work();
    } finally {
      this.#running--;
      this.#startNext();
    }
  }

  #startNext(): void {
    for (;;) {
      const [setUp] = this.#setUps;
      if (setUp !== undefined) {
        if (this.#running > 0) return;
        this.#setUps.shift();
        return setUp();
      }
      const next = this.#nextTask();
      if (next === undefined) return;
      this.#tasks = this.#tasks.filter((other) => other !== next);
      next.start();
    }
  }

  /** The first task that is not held back by its own limit, if the GPU has room for it. */
  #nextTask(): Waiting | undefined {
    for (const waiting of this.#tasks) {
      const limit = this.#limitOf(waiting);
      if (limit === 0) continue;
      const hasRoom = this.#running === 0 || (waiting.turn.model === this.#model && this.#running < limit);
      return hasRoom ? waiting : undefined;
    }
    return undefined;
  }

  #limitOf(waiting: Waiting): number {
    try {
      return waiting.turn.limit();
    } catch (error) {
      this.#tasks = this.#tasks.filter((other) => other !== waiting);
      waiting.fail(error);
      return 0;
    }
  }
}
