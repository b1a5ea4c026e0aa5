import type { Address, Hex } from 'viem';
import type { RosterNode } from '#chain/roster.ts';
import type { ProgressBudget } from '#coordinator/scheduler/progressBudget.ts';
import type { WorkLease } from '#coordinator/scheduler/workLease.ts';
import type {
  AttemptRecord,
  AuditRecord,
  PaymentRecord,
  TaskFailure,
} from '#coordinator/store/taskRecord.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import { type AttemptOutcome, isOver, type TaskStatus } from '#protocol/task/taskLife.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { ImageRequest, TaskKind, TaskRequest, TextRequest } from '#protocol/task/taskRequest.ts';

/** The stream on which a miner works on a task, as long as it is open. */
export interface TaskChannel {
  /** Tells the miner to stop, and why. */
  over(code: RefusalCode): void;
}

/** Times are in ms of a clock that never jumps. */
export interface OpenAttempt {
  record: AttemptRecord;
  /** When it lapses while no stream of its miner is open. */
  takeBy: number;
  /** When its assignment was last sent. */
  announcedAt: number;
  channel: TaskChannel | undefined;
  /** What its miner may and must send, from its first take on. A broken stream changes neither. */
  work: { readonly lease: WorkLease; readonly budget: ProgressBudget } | undefined;
}

/**
 * Characters of streamed text that a token may have on average; more is not language and would only fill
 * memory.
 */
const CHARACTERS_A_TOKEN = 64;
/** Characters of the longest single token in use: whole lines of spaces or dashes. */
const LONGEST_TOKEN_CHARACTERS = 256;

/**
 * How often one miner may leave in the middle of a task. Its tab may be reloaded once; one that leaves again
 * and again would use up all attempts.
 */
const MOST_AWAY = 2;

/**
 * How long a task that failed at its miner waits for another one before that miner may try once more, in
 * seconds. Its GPU may have been busy with something else, and be free again.
 */
export const LAST_HOPE_S = 30;
/** How long a task waits that failed at every miner that is online, in seconds: others may come. */
export const FAILED_PATIENCE_S = 120;
/** How often a miner may fail a task that no other one can do. */
const MOST_FAILURES = 2;

/**
 * An unfinished task in memory. The database has the same status: transitions run in `exclusive`, one at a
 * time, and change this object after the database.
 */
export class LiveTask {
  readonly id: Hex;
  readonly request: TaskRequest;
  readonly requestBytes: Uint8Array<ArrayBuffer>;
  readonly client: string;
  /** The task that it repeats, so that their results can be compared. */
  readonly replicaOf: Hex | null;
  /** Owners and operator keys of miners that must not do it. */
  readonly excluded: readonly Address[];
  /** Its client pays for an audit. */
  readonly isAuditOrdered: boolean;
  /** ms since 1970. */
  readonly createdAt: number;
  /** When its time is up, in ms of a clock that never jumps. */
  readonly expiresAt: number;
  readonly attempts: AttemptRecord[];
  status: TaskStatus;
  open: OpenAttempt | undefined;
  progress: { done: number; total: number } | null = null;
  /** The current attempt's text so far. */
  text = '';
  /** Tokens that the current attempt counted instead of sending their text. */
  #counted = 0;
  /** The newest preview, and how many came before it. */
  preview: { png: Uint8Array; index: number } | null = null;
  finishedAt: number | null = null;
  failure: TaskFailure | null = null;
  payment: PaymentRecord | null = null;
  audit: AuditRecord | null = null;
  /** Since when no miner that could do it has been online, in ms of a clock that never jumps. */
  hopelessSince: number | undefined;
  /** The roster that draws it lacks this coordinator, so it waits for another epoch. */
  isUndrawable = false;

  #lock: Promise<unknown> = Promise.resolve();
  #holders = 0;
  #wake: () => void = () => undefined;
  #changed = this.#nextChange();

  constructor(task: {
    id: Hex;
    request: TaskRequest;
    requestBytes: Uint8Array<ArrayBuffer>;
    client: string;
    replicaOf: Hex | null;
    excluded: readonly Address[];
    isAuditOrdered: boolean;
    createdAt: number;
    expiresAt: number;
    status?: TaskStatus;
    attempts?: AttemptRecord[];
  }) {
    this.id = task.id;
    this.request = task.request;
    this.requestBytes = task.requestBytes;
    this.client = task.client;
    this.replicaOf = task.replicaOf;
    this.excluded = task.excluded;
    this.isAuditOrdered = task.isAuditOrdered;
    this.createdAt = task.createdAt;
    this.expiresAt = task.expiresAt;
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

  get isOver(): boolean {
    return isOver(this.status);
  }

  /** Attempts that count against MAX_ATTEMPTS. A miner that was only busy has not tried. */
  get tries(): number {
    return this.attempts.filter(({ outcome, reason }) => !isPassing(outcome, reason)).length;
  }

  /**
   * Whether this miner refused the task or let it lapse more often than it may, or left it MOST_AWAY times,
   * and so does not get it again.
   */
  hasFailed(miner: Address, failuresAllowed = 0): boolean {
    const own = this.attempts.filter((attempt) => attempt.miner === miner);
    if (own.filter(({ outcome }) => outcome === 'away').length >= MOST_AWAY) return true;
    return own.filter(isFailed).length > failuresAllowed;
  }

  /** Whether this node, or another one of its owner's, has done what this task repeats. */
  excludes({ owner, operator }: Pick<RosterNode, 'owner' | 'operator'>): boolean {
    return this.excluded.includes(owner) || this.excluded.includes(operator);
  }

  /**
   * Adds progress of the present attempt.
   * @returns the steps or characters that are new, 0 for a preview alone; undefined if nothing is
   * @throws RefusalError MALFORMED when it is more than this task can have
   */
  addProgress(progress: TaskProgress): number | undefined {
    const added =
      this.request.kind === 'image'
        ? this.#addStep(this.request, progress)
        : this.#addText(this.request, progress);
    if (added !== undefined) this.touch();
    return added;
  }

  /** Drops the progress of an attempt that failed. */
  clearProgress(): void {
    this.progress = null;
    this.text = '';
    this.#counted = 0;
    this.preview = null;
  }

  #addStep({ steps, previews = 0 }: ImageRequest, progress: TaskProgress): number | undefined {
    if (progress.kind !== 'step' || progress.total !== steps || progress.done > steps) throw beyond();
    const { done, total, preview } = progress;
    const before = this.progress?.done ?? 0;
    if (preview !== undefined) {
      const index = this.preview === null ? 0 : this.preview.index + 1;
      if (index >= previews) throw beyond();
      this.preview = { png: preview, index };
    }
    if (done > before || this.progress === null) this.progress = { done, total };
    if (done > before) return done - before;
    return preview === undefined ? undefined : 0;
  }

  /** A text whose stream broke goes on with a count of its tokens; the result brings their text. */
  #addText({ maxTokens }: TextRequest, progress: TaskProgress): number | undefined {
    if (progress.kind === 'step') {
      if (progress.done > maxTokens || progress.preview !== undefined) throw beyond();
      const added = progress.done - this.#counted;
      if (added <= 0) return undefined;
      this.#counted = progress.done;
      return added;
    }
    this.text += progress.delta;
    if (this.text.length > LONGEST_TOKEN_CHARACTERS + maxTokens * CHARACTERS_A_TOKEN) throw beyond();
    return progress.delta.length || undefined;
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

  /** Whether a call of `exclusive` runs or waits. */
  get isHeld(): boolean {
    return this.#holders > 0;
  }

  /** Runs `work` after all earlier calls of `exclusive` on this task. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    this.#holders += 1;
    const turn = this.#lock.then(work).finally(() => {
      this.#holders -= 1;
    });
    this.#lock = turn.catch(() => undefined);
    return turn;
  }
}

const beyond = () => new RefusalError('MALFORMED', 'progress beyond what the task allows');

/** Refusals that are not about the task: the miner may get it again. */
export const isPassing = (outcome: AttemptOutcome, reason: RefusalCode | null): boolean =>
  outcome === 'refused' && (reason === 'BUSY' || reason === 'STOPPING' || reason === 'UNFUNDED');

/** Whether the miner could not do the task. */
export const isFailed = ({ outcome, reason }: Pick<AttemptRecord, 'outcome' | 'reason'>): boolean =>
  outcome === 'lapsed' || (outcome === 'refused' && !isPassing(outcome, reason));

/**
 * How often a miner may have failed a task that it gets.
 * @param now ms on a clock that never jumps
 */
export function failuresAllowed({ hopelessSince }: Pick<LiveTask, 'hopelessSince'>, now: number): number {
  const isLastHope = hopelessSince !== undefined && now - hopelessSince >= LAST_HOPE_S * 1_000;
  return isLastHope ? MOST_FAILURES - 1 : 0;
}

/**
 * How long a task waits while no miner that could do it is online, in ms.
 * @param patienceSeconds for a task that nobody has failed
 */
export const hopelessPatienceMs = (
  { attempts }: Pick<LiveTask, 'attempts'>,
  patienceSeconds: number,
): number =>
  (attempts.some(isFailed) ? Math.min(patienceSeconds, FAILED_PATIENCE_S) : patienceSeconds) * 1_000;
