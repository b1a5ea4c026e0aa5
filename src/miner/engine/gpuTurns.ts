import { untilAborted } from '#miner/untilAborted.ts';

/** Work that may go on beside other work of its kind. */
export interface Sharing {
  readonly kind: string;
  /** At the same time, this one included. */
  readonly most: number;
}

interface Turn {
  readonly sharing: Sharing | undefined;
  begin(): void;
}

/**
 * Lets tasks have the GPU in the order in which they asked: one at a time, or several of a kind that shares. None
 * goes before one that asked earlier, so that a stream of one kind keeps nobody waiting for ever.
 */
export class GpuTurns {
  #waiting: Turn[] = [];
  #running = 0;
  #kind: string | undefined;

  /**
   * Runs `work` when everything asked for earlier is over, or shares with it.
   * @throws the signal's reason as soon as it is aborted; whatever `work` throws
   */
  take<T>(
    work: () => Promise<T>,
    { signal, sharing }: { signal?: AbortSignal; sharing?: Sharing | undefined } = {},
  ): Promise<T> {
    const done = new Promise<T>((resolve, reject) => {
      const turn: Turn = {
        sharing,
        begin: () =>
          void work()
            .then(resolve, reject)
            .finally(() => this.#end()),
      };
      if (signal?.aborted) return;
      signal?.addEventListener('abort', () => this.#drop(turn), { once: true });
      this.#waiting.push(turn);
      this.#beginNext();
    });
    // A task that is cancelled or handed back does not wait for its turn to say so.
    return signal === undefined ? done : untilAborted(done, signal);
  }

  #beginNext(): void {
    for (let [next] = this.#waiting; next !== undefined && this.#isFree(next); [next] = this.#waiting) {
      this.#waiting.shift();
      this.#running++;
      this.#kind = next.sharing?.kind;
      next.begin();
    }
  }

  #drop(turn: Turn): void {
    this.#waiting = this.#waiting.filter((other) => other !== turn);
    this.#beginNext();
  }

  #isFree({ sharing }: Turn): boolean {
    if (this.#running === 0) return true;
    return sharing !== undefined && sharing.kind === this.#kind && this.#running < sharing.most;
  }

  #end(): void {
    this.#running--;
    this.#beginNext();
  }
}
