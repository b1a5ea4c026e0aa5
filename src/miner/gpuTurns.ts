import { untilAborted } from '#miner/untilAborted.ts';

/** Lets one task at a time have the GPU, in the order in which they asked. */
export class GpuTurns {
  #last: Promise<void> = Promise.resolve();

  /**
   * Runs `work` when everything asked for earlier is over.
   * @throws the signal's reason when it was aborted while waiting; whatever `work` throws
   */
  take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const turn = this.#last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    // The next one waits for the end of this one, good or bad; the caller hears of the bad one by `turn`.
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    );
    // A task that is cancelled or handed back does not wait for its turn to say so.
    return untilAborted(turn, signal);
  }
}
