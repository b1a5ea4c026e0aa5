import { FairQueue, type QueueLimits, type Waiting } from '#coordinator/tokenizer/fairQueue.ts';
import type { WorkCall, WorkKind, WorkResult } from '#coordinator/tokenizer/textWork.ts';
import { TokenizerError } from '#coordinator/tokenizer/tokenizerError.ts';
import type { LoadedTokenizers, ModelFiles, WorkReply } from '#coordinator/tokenizer/workerMessages.ts';
import { type ThreadOutcome, WorkerThread } from '#coordinator/tokenizer/workerThread.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';

/** JavaScript: a thread cannot read TypeScript before it has run this. */
const ENTRY = new URL('./startWorker.mjs', import.meta.url);
/** For one text. The longest that a context of 4,096 tokens takes need about 1 s. */
const WORK_MS = 5_000;
/** For the tokenizers of all models: the largest in use needs 4 s, and half a minute on a busy machine. */
const LOAD_MS = 180_000;

/** For whom work is done, and until when. */
export interface Turn extends Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** Does work on texts. */
export interface TextWorker {
  /** @throws TokenizerError, InferenceError BAD_REQUEST, the signal's reason */
  run<K extends WorkKind>(call: WorkCall<K>, turn: Turn): Promise<WorkResult<K>>;
}

interface Job extends Waiting {
  readonly call: WorkCall;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

export interface TokenizerThreadDeps {
  models: readonly ModelFiles[];
  limits: QueueLimits;
  /** A thread did not start, died or was too slow. */
  onFault(error: Error): void;
  entry?: URL;
  workMs?: number;
  loadMs?: number;
}

/** A thread with a queue in front. What takes too long is ended with its thread, and a new one takes over. */
export class TokenizerThread implements TextWorker {
  readonly #deps: Required<TokenizerThreadDeps>;
  readonly #queue: FairQueue<Job>;
  #thread: WorkerThread | undefined;
  #starting: Promise<LoadedTokenizers> | undefined;
  #works = false;
  #closed = false;

  constructor(deps: TokenizerThreadDeps) {
    this.#deps = { entry: ENTRY, workMs: WORK_MS, loadMs: LOAD_MS, ...deps };
    this.#queue = new FairQueue(deps.limits);
  }

  /** Starts the thread before the first work. @throws why it cannot */
  start(): Promise<LoadedTokenizers> {
    this.#starting ??= this.#load().catch((error: unknown) => {
      this.#starting = undefined;
      throw error;
    });
    return this.#starting;
  }

  async run<K extends WorkKind>(call: WorkCall<K>, { client, characters, signal }: Turn) {
    signal?.throwIfAborted();
    if (this.#closed) throw new TokenizerError('tokenizer_unavailable');
    let leave: () => void = () => undefined;
    try {
      return await new Promise<WorkResult<K>>((resolve, reject) => {
        const job = { client, characters, call, resolve: resolve as Job['resolve'], reject };
        this.#queue.add(job);
        leave = () => {
          this.#queue.remove(job);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', leave);
        void this.#work();
      });
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  /** Ends the thread. Whatever waits is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#refuseAll(undefined);
    await this.#thread?.stop();
  }

  async #work(): Promise<void> {
    if (this.#works) return;
    this.#works = true;
    while (!this.#queue.isEmpty) {
      try {
        await this.start();
      } catch (error) {
        this.#refuseAll(error);
        break;
      }
      const job = this.#queue.next();
      if (job !== undefined) await this.#do(job);
    }
    this.#works = false;
  }

  async #do(job: Job): Promise<void> {
    const outcome = await this.#thread!.ask(job.call, this.#deps.workMs);
    if (outcome.kind === 'message') {
      settle(job, outcome.message as WorkReply);
      return;
    }
    job.reject(this.#failureOf(outcome));
    if (this.#closed) return;
    this.#deps.onFault(errorOf(outcome));
    await this.#thread!.stop();
    // The next one need not wait for it. If it does not start, the next one is told.
    this.start().catch(() => undefined);
  }

  #failureOf(outcome: Exclude<ThreadOutcome, { kind: 'message' }>): TokenizerError {
    if (this.#closed) return new TokenizerError('tokenizer_unavailable');
    if (outcome.kind === 'late') return new TokenizerError('prompt_too_slow');
    return new TokenizerError('tokenizer_failed', outcome.error);
  }

  async #load(): Promise<LoadedTokenizers> {
    const { entry, models, loadMs, onFault } = this.#deps;
    if (this.#closed) throw new TokenizerError('tokenizer_unavailable');
    const thread = new WorkerThread(entry, models, () => {
      this.#starting = undefined;
    });
    this.#thread = thread;
    const outcome = await thread.next(loadMs);
    if (outcome.kind === 'message') return outcome.message as LoadedTokenizers;
    await thread.stop();
    if (!this.#closed) onFault(errorOf(outcome));
    throw errorOf(outcome);
  }

  #refuseAll(cause: unknown): void {
    for (let job = this.#queue.next(); job !== undefined; job = this.#queue.next()) {
      job.reject(new TokenizerError('tokenizer_unavailable', cause));
    }
  }
}

function settle(job: Job, reply: WorkReply): void {
  if ('value' in reply) return job.resolve(reply.value);
  const { code, message } = reply.error;
  if (code !== undefined) job.reject(new InferenceError(code, message));
  else job.reject(new TokenizerError('tokenizer_failed', new Error(message)));
}

const errorOf = (outcome: Exclude<ThreadOutcome, { kind: 'message' }>): Error =>
  outcome.kind === 'dead' ? outcome.error : new Error('The tokenizer’s thread took too long.');
