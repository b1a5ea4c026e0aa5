import type { FrameStream } from '#network/frameStream.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/**
 * A task without news repeats its last progress this often, in ms: a third of the lease (LEASE_S).
 */
const KEEP_ALIVE_MS = 20_000;

/**
 * Sends a task's progress over the attached stream. Without one, steps are dropped: the next supersedes
 * them. Text stops after a break, so that the coordinator always has a prefix of the result; the result
 * brings the rest.
 */
export class ProgressFeed {
  #stream: FrameStream | undefined;
  #sending: Promise<void> = Promise.resolve();
  #last: TaskProgress = { kind: 'text', delta: '' };
  #textIsWhole = true;

  /** Sets what is repeated until the first real progress. */
  begin(request: TaskRequest): void {
    this.#last =
      request.kind === 'image'
        ? { kind: 'step', done: 0, total: request.steps }
        : { kind: 'text', delta: '' };
  }

  push(progress: TaskProgress): void {
    // The keep-alive repeats the step without its preview, to save bytes.
    if (progress.kind === 'step') this.#last = { kind: 'step', done: progress.done, total: progress.total };
    else if (this.#stream === undefined) this.#textIsWhole = false;
    if (progress.kind === 'step' || this.#textIsWhole) this.#send(progress);
  }

  /** Returns a function that detaches the stream and resolves when all progress has been sent. */
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
        // The stream broke. Its reader fails with the cause, so only detach it here.
        if (this.#stream === stream) this.#stream = undefined;
        this.#textIsWhole = false;
      });
  }
}
