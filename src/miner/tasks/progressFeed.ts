import type { FrameStream } from '#network/frameStream.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/**
 * A taken task that waits or computes in silence says so this often, in ms: a third of the lease (LEASE_S).
 */
const KEEP_ALIVE_MS = 20_000;

/**
 * Sends a task's progress over whichever stream is attached. What is said while none is, is dropped for
 * steps, which supersede each other; after a break no more text goes, so that what the coordinator has is
 * always a prefix of the result, which brings the rest.
 */
export class ProgressFeed {
  #stream: FrameStream | undefined;
  #sending: Promise<void> = Promise.resolve();
  #last: TaskProgress = { kind: 'text', delta: '' };
  #textIsWhole = true;

  /** What silence is filled with until the first real progress. */
  begin(request: TaskRequest): void {
    this.#last =
      request.kind === 'image'
        ? { kind: 'step', done: 0, total: request.steps }
        : { kind: 'text', delta: '' };
  }

  push(progress: TaskProgress): void {
    // A preview is worth its bytes once; the step is said again in silence.
    if (progress.kind === 'step') this.#last = { kind: 'step', done: progress.done, total: progress.total };
    else if (this.#stream === undefined) this.#textIsWhole = false;
    if (progress.kind === 'step' || this.#textIsWhole) this.#send(progress);
  }

  /** Returns the way to detach, which resolves when everything said has been sent. */
  attach(stream: FrameStream): () => Promise<void> {
    this.#stream = stream;
    const keepAlive = setInterval(() => this.#send(this.#last), KEEP_ALIVE_MS);
    return async () => {
      clearInterval(keepAlive);
      this.#stream = undefined;
      await this.#sending;
    };
  }

  #send(progress: TaskProgress): void {
    const stream = this.#stream;
    if (stream === undefined) return;
    this.#sending = this.#sending
      .then(() => stream.send({ type: 'progress', progress }))
      .catch(() => {
        // The stream broke; whoever reads from it is told so, and it is detached.
        if (this.#stream === stream) this.#stream = undefined;
        this.#textIsWhole = false;
      });
  }
}
