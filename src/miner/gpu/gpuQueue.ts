import { FairQueueing, type GpuClaim } from '#miner/gpu/fairQueueing.ts';

/** How a task waits for the GPU. */
export interface TaskTurn {
  readonly model: string;
  /** Who it is for; by default a client of its own that all such tasks share. */
  readonly claim?: GpuClaim | undefined;
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
  readonly claim: GpuClaim;
  start(): void;
  fail(error: unknown): void;
}

const NO_CLIENT: GpuClaim = { client: '', weight: () => 1 };

/**
 * The one queue in front of the GPU. A client's tasks run in the order in which it asked for them, one at a
 * time; tasks of one model run together, up to their limit. Clients share the GPU's time by weight
 * (`FairQueueing`). No task overtakes one that is next and could run, so a stream of tasks of one model
 * starves no other. Setting up (compiling, proving a model) comes before waiting tasks: they may be waiting
 * for it.
 */
export class GpuQueue {
  readonly #setUps: (() => void)[] = [];
  readonly #fair = new FairQueueing();
  readonly #nowMs: () => number;
  #tasks: Waiting[] = [];
  #running = 0;
  /** What runs now; undefined for a set-up. */
  #model: string | undefined;
  /** Of the running tasks. */
  readonly #claims: GpuClaim[] = [];
  /** Until when the GPU's time has been charged. */
  #chargedAt = 0;

  /** @param nowMs a clock that never jumps */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

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
      this.#setUps.push(() => this.#run({ model: undefined, claim: undefined }, work).then(resolve, reject));
      this.#startNext();
    });
  }

  /**
   * Runs a task when its turn comes.
   * @throws the signal's reason when aborted while waiting; what `onStart` or `work` throws
   */
  run<T>(work: () => Promise<T>, turn: TaskTurn): Promise<T> {
    const { signal, claim = NO_CLIENT } = turn;
    return new Promise<T>((resolve, reject) => {
      const drop = () => {
        this.#remove(waiting);
        this.#fair.leave(claim);
        reject(signal?.reason);
        this.#startNext();
      };
      const waiting: Waiting = {
        turn,
        claim,
        start: () => {
          signal?.removeEventListener('abort', drop);
          const startAndWork = async () => {
            turn.onStart?.();
            return work();
          };
          this.#run({ model: turn.model, claim }, startAndWork).then(resolve, reject);
        },
        fail: (error) => {
          signal?.removeEventListener('abort', drop);
          this.#fair.leave(claim);
          reject(error);
        },
      };
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', drop, { once: true });
      this.#charge();
      this.#fair.enter(claim);
      this.#tasks.push(waiting);
      this.#startNext();
    });
  }

  /** Looks at the waiting tasks again after a limit has changed. */
  refresh(): void {
    this.#startNext();
  }

  async #run<T>(
    { model, claim }: { model: string | undefined; claim: GpuClaim | undefined },
    work: () => Promise<T>,
  ): Promise<T> {
    this.#charge();
    this.#running++;
    this.#model = model;
    if (claim !== undefined) this.#claims.push(claim);
    try {
      return await work();
    } finally {
      this.#charge();
      this.#running--;
      if (claim !== undefined) {
        this.#claims.splice(this.#claims.indexOf(claim), 1);
        this.#fair.leave(claim);
      }
      this.#startNext();
    }
  }

  /** Tasks that run together share the time since the last change. */
  #charge(): void {
    const now = this.#nowMs();
    this.#fair.charge(this.#claims, now - this.#chargedAt);
    this.#chargedAt = now;
  }

  #startNext(): void {
    this.#charge();
    for (;;) {
      const [setUp] = this.#setUps;
      if (setUp !== undefined) {
        if (this.#running > 0) return;
        this.#setUps.shift();
        return setUp();
      }
      const next = this.#nextTask();
      if (next === undefined) return;
      this.#remove(next);
      next.start();
    }
  }

  /** The task that is next, if the GPU has room for it. */
  #nextTask(): Waiting | undefined {
    const first = new Map<string, { waiting: Waiting; claim: GpuClaim; limit: number }>();
    for (const waiting of this.#tasks) {
      const { claim } = waiting;
      if (first.has(claim.client)) continue;
      const limit = this.#limitOf(waiting);
      // One held back by its own limit holds up no other.
      if (limit > 0) first.set(claim.client, { waiting, claim, limit });
    }
    const next = this.#fair.next([...first.values()]);
    if (next === undefined) return undefined;
    const { waiting, limit } = next;
    const joins = waiting.turn.model === this.#model && this.#running < limit;
    return this.#running === 0 || joins ? waiting : undefined;
  }

  #limitOf(waiting: Waiting): number {
    try {
      return waiting.turn.limit();
    } catch (error) {
      this.#remove(waiting);
      waiting.fail(error);
      return 0;
    }
  }

  #remove(waiting: Waiting): void {
    this.#tasks = this.#tasks.filter((other) => other !== waiting);
  }
}
