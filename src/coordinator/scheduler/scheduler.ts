import type { Logger } from 'pino';
import type { Address, Hex } from 'viem';
import { isPresent } from '#coordinator/miners/minerPool.ts';
import { NodeIds } from '#coordinator/miners/nodeIds.ts';
import { Assigner, type AssignerDeps } from '#coordinator/scheduler/assigner.ts';
import { Attempts, type AttemptsDeps } from '#coordinator/scheduler/attempts.ts';
import { hopelessPatienceMs, LiveTask, type OpenAttempt } from '#coordinator/scheduler/liveTask.ts';
import { MinerRecord } from '#coordinator/scheduler/minerRecord.ts';
import { TaskBoard } from '#coordinator/scheduler/taskBoard.ts';
import { openAttempt, Transitions } from '#coordinator/scheduler/transitions.ts';
import type { TaskRecord } from '#coordinator/store/taskRecord.ts';
import { CodedError } from '#protocol/codedError.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import { TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import {
  encodeTaskRequest,
  type TaskRequest,
  taskIdOf,
  taskRequestSchema,
} from '#protocol/task/taskRequest.ts';

/** Seconds after which an untaken assignment is sent again: its miner may have joined since. */
const REMIND_S = 3;
/** How long miners have to reconnect and continue after the coordinator restarts, in seconds. */
const RESUME_GRACE_S = 30;

/** The queue is full. */
export class QueueFullError extends CodedError<'queue_full'> {
  override readonly name = 'QueueFullError';

  constructor() {
    super(
      'queue_full',
      'The coordinator’s queue is full, so it did not accept the task. Try again in a minute.',
    );
  }
}

/** A task is known by its request's hash, which an app fixes when it chooses the salt. */
export class TaskExistsError extends CodedError<'task_exists'> {
  override readonly name = 'TaskExistsError';

  constructor() {
    super('task_exists', 'There is a task with this request and salt already. Choose another salt.');
  }
}

/** What the coordinator knows of a task beside its request, which its miner is not told. */
export type TaskTerms = Pick<LiveTask, 'replicaOf' | 'excluded' | 'isAuditOrdered'>;

const PLAIN: TaskTerms = { replicaOf: null, excluded: [], isAuditOrdered: false };

export interface SchedulerOptions {
  /** Most unfinished tasks. */
  capacity: number;
  /** How long a task waits while no miner that could do it is online, in seconds. */
  patienceSeconds: number;
}

type SchedulerDeps = Omit<AssignerDeps, 'board' | 'transitions' | 'record'> &
  Omit<AttemptsDeps, 'board' | 'transitions' | 'record' | 'onFree'> & {
    /** Sends an assignment to its miner again. */
    remind(assignment: Assignment): void;
    /** A result was paid, with this amount in wei. */
    onPromise(miner: Address, amount: bigint): void;
  };

/**
 * Accepts tasks and runs each to its end: done exactly once, or ended with a reason. Deadlines are checked
 * only in `sweep`, so tests control the clock.
 */
export class Scheduler {
  readonly board = new TaskBoard();
  readonly attempts: Attempts;
  readonly #deps: SchedulerDeps & { log: Logger };
  readonly #options: SchedulerOptions;
  readonly #transitions: Transitions;
  readonly #assigner: Assigner;
  readonly #record: MinerRecord;
  #stopped = false;

  constructor(deps: SchedulerDeps, options: SchedulerOptions) {
    this.#deps = deps;
    this.#options = options;
    const { board } = this;
    const record = new MinerRecord(new NodeIds(deps.roster));
    this.#record = record;
    const transitions = new Transitions({ ...deps, board });
    this.#transitions = transitions;
    this.#assigner = new Assigner({ ...deps, board, record, transitions });
    this.attempts = new Attempts({ ...deps, board, record, transitions, onFree: () => void this.assign() });
  }

  /** @throws QueueFullError, TaskExistsError */
  async submit(request: TaskRequest, client: string, terms: Partial<TaskTerms> = {}): Promise<LiveTask> {
    if (this.board.size >= this.#options.capacity) throw new QueueFullError();
    const requestBytes = encodeTaskRequest(request);
    const { nowMs, uptimeMs } = this.#deps;
    const [createdAt, expiresAt] = [nowMs(), uptimeMs() + TASK_LIFETIME_S * 1_000];
    const id = taskIdOf(requestBytes);
    if (this.board.get(id) !== undefined) throw new TaskExistsError();
    const known = { ...PLAIN, ...terms, id, client, createdAt };
    const task = new LiveTask({ ...known, request, requestBytes, expiresAt });
    // On the board first, so that tasks that arrive together cannot exceed the limit.
    this.board.add(task);
    try {
      const isNew = await task.exclusive(() =>
        this.#deps.store.insert({
          ...{ ...known, request: requestBytes },
          ...{ kind: request.kind, model: request.model, seed: request.seed },
        }),
      );
      if (!isNew) throw new TaskExistsError();
    } catch (error) {
      this.board.remove(task);
      task.status = 'failed';
      throw error;
    }
    void this.assign();
    return task;
  }

  /** @returns false when the task has already ended */
  async cancel(id: Hex): Promise<boolean> {
    const task = this.board.get(id);
    if (task === undefined) return false;
    const cancelled = await task.exclusive(async () => {
      if (task.isOver) return false;
      await this.#transitions.end(task, 'cancelled', {
        code: 'cancelled',
        message: 'The task was cancelled.',
      });
      // The database may have ended it otherwise.
      return task.status === 'cancelled';
    });
    void this.assign();
    return cancelled;
  }

  /** One of a miner's results was found wrong so many ms ago. */
  doubt(miner: Address, agoMs: number): void {
    this.#record.doubted(miner, this.#deps.uptimeMs() - agoMs);
  }

  /** Assigns what can be assigned. Call it when a miner joined or the roster changed. */
  async assign(): Promise<void> {
    if (!this.#stopped) await this.#assigner.run();
  }

  /**
   * Starts nothing more and resolves when every transition is stored. Unfinished tasks wait for
   * `resume`.
   */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#assigner.idle();
    await Promise.all(this.board.all().map((task) => task.exclusive(async () => undefined)));
  }

  /**
   * Resumes the tasks of an earlier run. A task that a miner held stays assigned to it for a while: the miner
   * may return with the result.
   */
  async resume(): Promise<void> {
    const now = this.#deps.uptimeMs();
    for (const record of await this.#deps.store.unfinished()) {
      const task = revive(record, now + this.#timeLeft(record.createdAt));
      const attempt = task.attempts.find(({ outcome }) => outcome === 'open');
      if (attempt !== undefined)
        task.open = openAttempt(attempt, { now, takeBy: now + RESUME_GRACE_S * 1_000 });
      this.board.add(task);
    }
    if (this.board.size > 0) this.#deps.log.info({ tasks: this.board.size }, 'resumed unfinished tasks');
    await this.assign();
  }

  /** Ends attempts and tasks whose time is up. Call it about twice a second. */
  async sweep(): Promise<void> {
    // A task that moves just now, as while its result is checked, must not delay the others: the next sweep
    // looks at it.
    const still = this.board.all().filter(({ isHeld }) => !isHeld);
    await Promise.all(still.map((task) => this.#sweepSafely(task)));
    await this.assign();
  }

  async #sweepSafely(task: LiveTask): Promise<void> {
    try {
      await task.exclusive(async () => {
        if (!this.#stopped) await this.#sweepTask(task, this.#deps.uptimeMs());
      });
    } catch (error) {
      this.#deps.log.error({ err: error, task: task.id }, 'could not check a task’s deadlines');
    }
  }

  async #sweepTask(task: LiveTask, now: number): Promise<void> {
    if (task.isOver) return;
    if (task.expiresAt <= now) {
      const message = 'No miner finished the task in time. Send it again, or ask for fewer steps or tokens.';
      if (task.open !== undefined) this.#record.gaveUp(task.open, now);
      await this.#transitions.end(
        task,
        'expired',
        { code: 'expired', message },
        { outcome: 'lapsed', reason: null },
      );
    } else if (task.open !== undefined) {
      await this.#sweepAttempt(task, task.open, now);
    } else if (this.#isHopeless(task, now)) {
      task.hopelessSince ??= now;
      const patienceMs = hopelessPatienceMs(task, this.#options.patienceSeconds);
      if (now - task.hopelessSince >= patienceMs) await this.#giveUp(task);
    } else {
      task.hopelessSince = undefined;
    }
  }

  /** Of a task's lifetime, in ms. The clock may have been set while the coordinator did not run. */
  #timeLeft(createdAt: number): number {
    const spent = Math.max(0, this.#deps.nowMs() - createdAt);
    return TASK_LIFETIME_S * 1_000 - spent;
  }

  async #sweepAttempt(task: LiveTask, open: OpenAttempt, now: number): Promise<void> {
    const { record, channel, work, takeBy } = open;
    const leaseEnd = work?.lease.endsAt(this.#record.workedAt(record.miner)) ?? Infinity;
    const end = channel === undefined ? Math.min(leaseEnd, takeBy) : leaseEnd;
    if (end <= now) {
      this.#record.lapsed(record.miner, now);
      await this.#transitions.requeue(task, 'lapsed', 'LEASE_OVER');
    } else if (channel === undefined && now - open.announcedAt >= REMIND_S * 1_000) {
      open.announcedAt = now;
      this.#deps.remind(record.assignment);
    }
  }

  #isHopeless(task: LiveTask, now: number): boolean {
    const { pool, roster, uptimeMs } = this.#deps;
    const excluded = new Set<Address>();
    if (task.replicaOf !== null)
      for (const node of roster.current().miners) if (task.excludes(node)) excluded.add(node.operator);
    return !pool
      .all()
      .some(
        (session) =>
          isPresent(session, uptimeMs()) &&
          session.models.has(task.request.model) &&
          !task.hasFailed(session.operator) &&
          !excluded.has(session.operator) &&
          !this.#record.isResting(session.operator, now),
      );
  }

  #giveUp(task: LiveTask): Promise<void> {
    const failure =
      task.attempts.length === 0
        ? {
            code: 'no_miner',
            message: `No miner that serves ${task.request.model} is online. Try again later.`,
          }
        : {
            code: 'miners_failed',
            message:
              'Miners tried this task without success, and no other that serves its model is online. Try again later.',
          };
    return this.#transitions.end(task, 'failed', failure);
  }
}

function revive(record: TaskRecord, expiresAt: number): LiveTask {
  if (record.request === null)
    throw new Error(`Task ${record.id} is unfinished, but its request is missing from the database.`);
  const request = decodeWire(taskRequestSchema, record.request, TASK_LIMIT.requestBytes);
  return new LiveTask({ ...record, expiresAt, request, requestBytes: new Uint8Array(record.request) });
}
