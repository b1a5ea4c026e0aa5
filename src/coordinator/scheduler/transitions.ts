import type { Logger } from 'pino';
import type { Address } from 'viem';
import { isPassing, type LiveTask, type OpenAttempt } from '#coordinator/scheduler/liveTask.ts';
import type { TaskBoard } from '#coordinator/scheduler/taskBoard.ts';
import type {
  AttemptRecord,
  AuditPlan,
  AuditRecord,
  PaymentRecord,
  TaskFailure,
} from '#coordinator/store/taskRecord.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import { type AttemptOutcome, isOver, MAX_ATTEMPTS, TAKE_TIMEOUT_S } from '#protocol/task/taskLife.ts';

/**
 * The transitions of a task, and all that changes its status.
 *
 * - `queued`: waits for a miner. `Assigner` draws one and calls `assign`.
 * - `assigned`: the signed assignment is out, and its miner has until `takeBy` to take it. `Attempts` calls
 *   `begin` when it does and `requeue` when it refuses or goes away. The sweep requeues what no miner took.
 * - `running`: the miner computes, and only progress prolongs its lease (`WorkLease`). `Attempts` calls
 *   `deliver` with the checked result, or `requeue`.
 * - `done`, `failed`, `cancelled`, `expired`: over. `end` is called by the app's cancel, by the sweep when
 *   the task's time is up, and by `requeue` after the last attempt.
 *
 * Each transition is guarded: the database moves the row only from a status that allows it
 * (`statusesBefore`). It is written there first, then in memory, and only then are the client and the miner
 * told, so a restart finds everything that anyone was told. Callers hold the task (`task.exclusive`), so a
 * refusal by the database means that another process writes to it, and is an error.
 */
export class Transitions {
  readonly #store: TaskStore;
  readonly #board: TaskBoard;
  readonly #log: Logger;
  readonly #nowMs: () => number;
  readonly #uptimeMs: () => number;
  readonly #onPromise: (miner: Address, amount: bigint) => void;

  constructor(deps: {
    store: TaskStore;
    board: TaskBoard;
    log: Logger;
    nowMs: () => number;
    uptimeMs: () => number;
    /** A result was delivered that earns this amount in wei. */
    onPromise: (miner: Address, amount: bigint) => void;
  }) {
    this.#store = deps.store;
    this.#board = deps.board;
    this.#log = deps.log;
    this.#nowMs = deps.nowMs;
    this.#uptimeMs = deps.uptimeMs;
    this.#onPromise = deps.onPromise;
  }

  /** queued → assigned. */
  async assign(task: LiveTask, attempt: Omit<AttemptRecord, 'outcome' | 'reason'>): Promise<void> {
    await this.#demandMoved(await this.#store.assign(task.id, attempt), task);
    this.#open(task, { ...attempt, outcome: 'open', reason: null });
  }

  #open(task: LiveTask, record: AttemptRecord): void {
    task.attempts.push(record);
    task.status = 'assigned';
    task.hopelessSince = undefined;
    const now = this.#uptimeMs();
    task.open = openAttempt(record, { now, takeBy: now + TAKE_TIMEOUT_S * 1_000 });
    this.#board.noteAttempt(task, undefined);
    this.#log.debug({ task: task.id, miner: record.miner, attempt: record.number }, 'assigned');
    task.touch();
  }

  /** assigned → running. */
  async begin(task: LiveTask): Promise<void> {
    await this.#demandMoved(await this.#store.begin(task.id), task);
    task.status = 'running';
    task.touch();
  }

  /** assigned or running → queued: the open attempt has ended. After the last attempt the task fails. */
  async requeue(task: LiveTask, outcome: AttemptOutcome, reason: RefusalCode | null): Promise<void> {
    // The open one is among them.
    const isTry = outcome !== 'withdrawn' && !isPassing(outcome, reason);
    if (isTry && task.tries >= MAX_ATTEMPTS) {
      const message = `None of ${MAX_ATTEMPTS} attempts by miners finished this task. Try again later.`;
      await this.end(task, 'failed', { code: 'too_many_attempts', message }, { outcome, reason });
      return;
    }
    const { record, channel } = openAttemptOf(task);
    const ended = { number: record.number, outcome, reason };
    if (!(await this.#hasMoved(await this.#store.requeue(task.id, ended, this.#nowMs()), task))) return;
    this.#closeAttempt(task, outcome, reason);
    task.status = 'queued';
    task.clearProgress();
    channel?.over(reason ?? 'LEASE_OVER');
    this.#log.info({ task: task.id, miner: record.miner, outcome, reason }, 'attempt ended');
    task.touch();
  }

  /** Any unfinished status → failed, cancelled or expired. */
  async end(
    task: LiveTask,
    status: 'failed' | 'cancelled' | 'expired',
    failure: TaskFailure,
    how: { outcome: AttemptOutcome; reason: RefusalCode | null } = {
      outcome: 'withdrawn',
      reason: 'TASK_OVER',
    },
  ): Promise<void> {
    const open = task.open;
    const now = this.#nowMs();
    const ending = open === undefined ? undefined : { number: open.record.number, ...how };
    const moved = await this.#store.end(task.id, { status, failure, open: ending }, now);
    if (!(await this.#hasMoved(moved, task))) return;
    this.#board.remove(task);
    if (open !== undefined) this.#closeAttempt(task, how.outcome, how.reason);
    task.status = status;
    task.failure = failure;
    task.finishedAt = now;
    open?.channel?.over(how.reason ?? 'TASK_OVER');
    this.#log.info({ task: task.id, status, code: failure.code }, 'task ended');
    task.touch();
  }

  /** running → done, and paid unless the payment waits for an audit. */
  async deliver(
    task: LiveTask,
    result: Uint8Array,
    payment: PaymentRecord,
    plan: AuditPlan | undefined,
  ): Promise<void> {
    const { miner } = payment;
    const audit = plan && { ...plan, miner, model: task.model };
    await this.#demandMoved(await this.#store.deliver(task.id, result, payment, audit), task);
    // In one step, so that the budget counts the task either as open or as promised.
    this.#onPromise(miner, payment.amount);
    this.#board.remove(task);
    this.#closeAttempt(task, 'delivered', null);
    task.status = 'done';
    task.payment = payment;
    task.audit = audit === undefined ? null : { ...NO_VERDICT, ...audit, taskId: task.id };
    task.finishedAt = payment.deliveredAt;
    this.#log.info({ task: task.id, miner, units: payment.units }, 'task delivered');
    task.touch();
  }

  async #demandMoved(moved: boolean, task: LiveTask): Promise<void> {
    if (!(await this.#hasMoved(moved, task)))
      throw new Error(`The database had already moved task ${task.id}.`);
  }

  /**
   * Whether the database has moved a task. If it had ended or assigned it before, as when the reply to that
   * COMMIT was lost, the task here follows.
   * @throws Error when the database has it in another status for no reason that we know
   */
  async #hasMoved(moved: boolean, task: LiveTask): Promise<boolean> {
    if (moved) return true;
    const stored = await this.#store.find(task.id);
    const attempt = stored?.attempts.find(({ outcome }) => outcome === 'open');
    if (stored?.status === 'assigned' && attempt !== undefined && task.open === undefined) {
      this.#open(task, attempt);
      return false;
    }
    if (stored === undefined || !isOver(stored.status))
      throw new Error(`The database has task ${task.id} in a status other than ${task.status}.`);
    const { open } = task;
    this.#board.remove(task);
    if (open !== undefined) {
      const { outcome = 'withdrawn', reason = null } = stored.attempts[open.record.number] ?? {};
      this.#closeAttempt(task, outcome, reason);
      open.channel?.over('TASK_OVER');
    }
    task.status = stored.status;
    task.failure = stored.failure;
    task.payment = stored.payment;
    task.audit = stored.audit;
    task.finishedAt = stored.finishedAt;
    this.#log.warn({ task: task.id, status: task.status }, 'the database had already ended a task');
    task.touch();
    return false;
  }

  #closeAttempt(task: LiveTask, outcome: AttemptOutcome, reason: RefusalCode | null): void {
    const { record } = openAttemptOf(task);
    record.outcome = outcome;
    record.reason = reason;
    task.open = undefined;
    this.#board.noteAttempt(task, record.digest);
  }
}

/** An audit that has not begun. */
const NO_VERDICT = {
  ...{ drawHash: null, measures: null, isDoubted: false, evidence: null, caseId: null },
  ...{ replacement: null, decidedAt: null },
} satisfies Partial<AuditRecord>;

/** An attempt that no miner has taken yet. */
export const openAttempt = (
  record: AttemptRecord,
  { now, takeBy }: { now: number; takeBy: number },
): OpenAttempt => ({ record, takeBy, announcedAt: now, channel: undefined, work: undefined });

function openAttemptOf(task: LiveTask) {
  if (task.open === undefined) throw new Error(`Task ${task.id} has no open attempt.`);
  return task.open;
}
