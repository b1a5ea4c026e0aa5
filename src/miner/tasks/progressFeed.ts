import { abortableSleep } from '#miner/abortableSleep.ts';
import type { FrameStream } from '#network/frameStream.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/** A task without news repeats its last progress this often, in ms: a third of the lease (LEASE_S). */
const KEEP_ALIVE_MS = 20_000;
/** Between two frames, in ms: faster than people read, and cheap for the coordinator. */
export const FRAME_PAUSE_MS = 20;
/** Characters of one frame; the schema of progress refuses more. */
const FRAME_CHARACTERS = 4_000;

/**
 * Sends a task's progress over the attached stream. What comes faster than it may be sent is joined. Without
 * a stream, steps are dropped: the next supersedes them. After a break a text goes on with a count of its
 * tokens, so that the coordinator has a prefix of the text and still sees that it grows; the result brings
 * the rest.
 */
export class ProgressFeed {
  #request: TaskRequest | undefined;
  #stream: FrameStream | undefined;
  /** Waits for its turn on the stream. */
  #waiting: TaskProgress[] = [];
  #sending: Promise<void> | undefined;
  #done = 0;
  #textIsWhole = true;
  #detaching = new AbortController();

  /** Call it before the task's first progress. */
  begin(request: TaskRequest): void {
    this.#request = request;
  }

  push(progress: TaskProgress): void {
    // A piece of text is at least a token.
    this.#done = progress.kind === 'step' ? progress.done : this.#done + 1;
    if (progress.kind === 'step') return this.#send(progress);
    if (this.#stream === undefined) this.#textIsWhole = false;
    this.#send(this.#textIsWhole ? progress : this.#standing());
  }

  /** Returns a function that detaches the stream and resolves when all progress has been sent. */
  attach(stream: FrameStream): () => Promise<void> {
    this.#stream = stream;
    this.#detaching = new AbortController();
    const keepAlive = setInterval(() => this.#send(this.#standing()), KEEP_ALIVE_MS);
    return async () => {
      clearInterval(keepAlive);
      this.#stream = undefined;
      this.#detaching.abort();
      await this.#sending;
    };
  }

  /** Where the task is: a step without its preview, nothing new of a text, or its tokens after a break. */
  #standing(): TaskProgress {
    if (this.#request?.kind === 'image')
      return { kind: 'step', done: this.#done, total: this.#request.steps };
    if (this.#textIsWhole || this.#request === undefined) return { kind: 'text', delta: '' };
    const total = this.#request.maxTokens;
    return { kind: 'step', done: Math.min(this.#done, total), total };
  }

  #send(progress: TaskProgress): void {
    const stream = this.#stream;
    if (stream === undefined) return;
    const joined = join(this.#waiting.at(-1), progress);
    if (joined !== undefined) this.#waiting.pop();
    this.#waiting.push(joined ?? progress);
    this.#sending ??= this.#sendWaiting(stream).finally(() => (this.#sending = undefined));
  }

  async #sendWaiting(stream: FrameStream): Promise<void> {
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        await stream.send({ type: 'progress', progress: next });
        await abortableSleep(FRAME_PAUSE_MS, this.#detaching.signal).catch(() => undefined);
      }
    } catch {
      // The stream broke. Its reader fails with the cause, so only detach it here.
      if (this.#stream === stream) this.#stream = undefined;
      this.#waiting = [];
      this.#textIsWhole = false;
    }
  }
}

/** Two reports as one; undefined where something would be lost. */
function join(before: TaskProgress | undefined, next: TaskProgress): TaskProgress | undefined {
  if (before?.kind === 'step' && next.kind === 'step' && before.preview === undefined) return next;
  if (before?.kind !== 'text' || next.kind !== 'text') return undefined;
  const delta = before.delta + next.delta;
  return delta.length <= FRAME_CHARACTERS ? { kind: 'text', delta } : undefined;
}
