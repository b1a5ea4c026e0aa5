import { type ThreadOutcome, WorkerThread } from '#coordinator/tokenizer/workerThread.ts';

/** Why a call has no answer: its thread took too long or ended, or no call is taken any more. */
export type TurnFailure = Exclude<ThreadOutcome, { kind: 'message' }> | { kind: 'closed' };

export interface TurnThreadDeps {
  /** JavaScript: a thread cannot read TypeScript before it has run this. */
  entry: URL;
  workerData: unknown;
  /** For one call, with the thread's start if it is the first, in ms. */
  callMs: number;
  /** What a call without an answer throws. */
  failureOf(failure: TurnFailure): Error;
}

/**
 * A worker thread that is asked one thing at a time. It begins with the first call. After a call that fails
 * the thread is ended, and the next call begins another one.
 */
export class TurnThread {
  readonly #deps: TurnThreadDeps;
  #thread: WorkerThread | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(deps: TurnThreadDeps) {
    this.#deps = deps;
  }

  /** The thread's answer, once all earlier calls have theirs. @throws what `failureOf` makes of a failure */
  ask(message: unknown): Promise<unknown> {
    const answer = this.#turn.then(() => this.#ask(message));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  /** Ends the thread, whatever it is doing. What waits fails. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread?.stop();
  }

  async #ask(message: unknown): Promise<unknown> {
    const { entry, workerData, callMs, failureOf } = this.#deps;
    if (this.#closed) throw failureOf({ kind: 'closed' });
    this.#thread ??= new WorkerThread(entry, workerData, () => {
      this.#thread = undefined;
    });
    const thread = this.#thread;
    const outcome = await thread.ask(message, callMs);
    if (outcome.kind === 'message') return outcome.message;
    await thread.stop();
    this.#thread = undefined;
    throw failureOf(this.#closed ? { kind: 'closed' } : outcome);
  }
}
