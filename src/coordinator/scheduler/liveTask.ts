import type { Address, Hex } from 'viem';
import type { AttemptRecord, PaymentRecord, TaskFailure } from '#coordinator/store/taskRecord.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import { isOver, TASK_LIFETIME_S, type TaskStatus } from '#protocol/task/taskLife.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskKind, TaskRequest } from '#protocol/task/taskRequest.ts';

/** The stream on which a miner works on a task, as long as it is open. */
export interface TaskChannel {
  /** Tells the miner to stop, and why. */
  over(code: RefusalCode): void;
}

export interface OpenAttempt {
  record: AttemptRecord;
  /** When it lapses, in ms since 1970: it is not taken by then, or its miner is silent until then. */
  deadline: number;
  /** When its assignment was last sent, in ms since 1970. */
  announcedAt: number;
  channel: TaskChannel | undefined;
}

/**
 * Characters of streamed text that a token may have on average; more is not language and would only fill
 * memory.
 */
const CHARACTERS_A_TOKEN = 64;
/** Characters of the longest single token in use: whole lines of spaces or dashes. */
const LONGEST_TOKEN_CHARACTERS = 256;

/**
 * An unfinished task in memory. The database has the same status: transitions run in `exclusive`, one at a
 * time, and change this object after the database.
 */
export class LiveTask {
  readonly id: Hex;
  readonly request: TaskRequest;
  readonly requestBytes: Uint8Array<ArrayBuffer>;
  readonly client: string;
  /** ms since 1970. */
  readonly createdAt: number;
  readonly attempts: AttemptRecord[];
  status: TaskStatus;
  open: OpenAttempt | undefined;
  progress: { done: number; total: number } | null = null;
  /** The current attempt's text so far. */
  text = '';
  /** The newest preview, and how many came before it. */
  preview: { png: Uint8Array; index: number } | null = null;
  finishedAt: number | null = null;
  failure: TaskFailure | null = null;
  payment: PaymentRecord | null = null;
  /** Since when no miner that could do it has been online, in ms since 1970. */
  hopelessSince: number | undefined;

  #lock: Promise<unknown> = Promise.resolve();
  #wake: () => void = () => undefined;
  #changed = this.#nextChange();

  constructor(task: {
    id: Hex;
    request: TaskRequest;
    requestBytes: Uint8Array<ArrayBuffer>;
    client: string;
    createdAt: number;
    status?: TaskStatus;
    attempts?: AttemptRecord[];
  }) {
    this.id = task.id;
    this.request = task.request;
    this.requestBytes = task.requestBytes;
    this.client = task.client;
    this.createdAt = task.createdAt;
    this.status = task.status ?? 'queued';
    this.attempts = task.attempts ?? [];
  }

  get kind(): TaskKind {
    return this.request.kind;
  }

  get model(): string {
    return this.request.model;
  }

  get seed(): number {
    return this.request.seed;
  }

  get expiresAt(): number {
    return this.createdAt + TASK_LIFETIME_S * 1_000;
  }

  get isOver(): boolean {
    return isOver(this.status);
  }

  /**
   * Whether this miner refused the task or let it lapse, and so does not get it again. A miner that was only
   * away may.
   */
  hasFailed(miner: Address): boolean {
    return this.attempts.some(
      (attempt) =>
        attempt.miner === miner &&
        (attempt.outcome === 'lapsed' || (attempt.outcome === 'refused' && !isPassing(attempt.reason))),
    );
  }

  /**
   * Adds progress of the present attempt.
   * @returns false when it is more than a task of this kind can have
   */
  addProgress(progress: TaskProgress): boolean {
    if (progress.kind === 'step') {
      if (progress.done > progress.total) return false;
      if (progress.preview !== undefined && !this.#addPreview(progress.preview)) return false;
      this.progress = { done: progress.done, total: progress.total };
    } else {
      if (this.request.kind !== 'text') return false;
      this.text += progress.delta;
      const most = LONGEST_TOKEN_CHARACTERS + this.request.maxTokens * CHARACTERS_A_TOKEN;
      if (this.text.length > most) return false;
    }
    this.touch();
    return true;
  }

  /** Drops the progress of an attempt that failed. */
  clearProgress(): void {
    this.progress = null;
    this.text = '';
    this.preview = null;
  }

  #addPreview(png: Uint8Array): boolean {
    const index = this.preview === null ? 0 : this.preview.index + 1;
    if (this.request.kind !== 'image' || index >= (this.request.previews ?? 0)) return false;
    this.preview = { png, index };
    return true;
  }

  /** Resolves `changed` for everyone who awaits it. */
  touch(): void {
    const wake = this.#wake;
    this.#changed = this.#nextChange();
    wake();
  }

  /**
   * The next change. Take the promise, read the task, then await: a change in between is not missed, and a
   * slow reader finds several changes in one.
   */
  changed(): Promise<void> {
    return this.#changed;
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Runs `work` after all earlier calls of `exclusive` on this task. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lock.then(work);
    this.#lock = turn.catch(() => undefined);
    return turn;
  }
}

/** Refusals that are not about the task: the miner may get it again. */
const isPassing = (reason: RefusalCode | null): boolean => reason === 'BUSY' || reason === 'STOPPING';
