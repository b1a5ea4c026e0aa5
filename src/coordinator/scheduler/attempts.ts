import type { Address, Hex } from 'viem';
import type { MinerPool } from '#coordinator/miners/minerPool.ts';
import type { CheckedResult } from '#coordinator/results/judgeResult.ts';
import type { ResultBounds } from '#coordinator/results/resultBounds.ts';
import type { SignedClaim } from '#coordinator/results/signedClaim.ts';
import {
  isPassing,
  type LiveTask,
  type OpenAttempt,
  type TaskChannel,
} from '#coordinator/scheduler/liveTask.ts';
import type { MinerRecord } from '#coordinator/scheduler/minerRecord.ts';
import { ProgressBudget } from '#coordinator/scheduler/progressBudget.ts';
import type { TaskBoard } from '#coordinator/scheduler/taskBoard.ts';
import type { Transitions } from '#coordinator/scheduler/transitions.ts';
import { WorkLease } from '#coordinator/scheduler/workLease.ts';
import type { Ledger } from '#coordinator/settlement/ledger.ts';
import {
  type AuditPlan,
  type HeldAudit,
  type PaymentRecord,
  unpaidCode,
} from '#coordinator/store/taskRecord.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';
import type { CoordinatorFrame, MinerFrame } from '#protocol/messages/stream.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import type { Receipt } from '#protocol/signed/receipt.ts';
import { TAKE_TIMEOUT_S, TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

export interface AttemptsDeps {
  store: TaskStore;
  board: TaskBoard;
  pool: MinerPool;
  record: MinerRecord;
  transitions: Transitions;
  ledger: Ledger;
  /** @throws RefusalError BAD_RESULT, MALFORMED */
  checkResult(request: TaskRequest, bytes: Uint8Array, miner: Address): Promise<CheckedResult>;
  /** @throws RefusalError BAD_SIGNATURE */
  checkClaim(claim: SignedClaim): Promise<void>;
  /**
   * How a result of a miner is audited; undefined where nothing is.
   * @param isCertain whether that is not left to a draw
   */
  planAudit(model: string, miner: Address, isCertain: boolean): Promise<AuditPlan | undefined>;
  /** A result's payment waits for its audit. The digest is its assignment's. */
  onHeld(audit: HeldAudit, digest: Hex): void;
  /** The most that a result may be. */
  boundsOf(request: TaskRequest): ResultBounds;
  /** Gossips a receipt. */
  publish(receipt: Receipt): void;
  /** A miner's channel does not hold what it is owed. */
  onUnfunded(miner: Address): void;
  /** A task or a miner has become free. */
  onFree(): void;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

const over = (code: RefusalCode): CoordinatorFrame => ({ type: 'over', code });

/** Handles what miners send about their tasks. The answers are frames of the task protocol. */
export class Attempts {
  readonly #deps: AttemptsDeps;
  readonly #startedAt: number;

  constructor(deps: AttemptsDeps) {
    this.#deps = deps;
    this.#startedAt = deps.uptimeMs();
  }

  /** Whether a miner may open another stream now; if not, that counts as a lapse. */
  mayOpen(miner: Address): boolean {
    const { record, uptimeMs } = this.#deps;
    const now = uptimeMs();
    if (record.allows(miner, 'streams', now)) return true;
    record.lapsed(miner, now);
    return false;
  }

  /**
   * A miner takes its assignment: for the first time, again after its stream broke, or again after it
   * delivered and the payment did not reach it.
   * @throws RefusalError MALFORMED when it asks too often for what is not its task
   */
  async take(miner: Address, digest: Hex, channel: TaskChannel): Promise<CoordinatorFrame> {
    const task = this.#deps.board.withAssignment(digest);
    if (task === undefined) return this.#settled(miner, digest);
    return task.exclusive(async () => {
      const attempt = openAttempt(task, miner, digest);
      if (attempt === undefined) return this.#settled(miner, digest);
      if (task.status === 'assigned') await this.#deps.transitions.begin(task);
      if (attempt.channel !== undefined) attempt.channel.over('UNKNOWN_ASSIGNMENT');
      // Keep the progress and the lease: a miner whose stream broke continues where it was.
      attempt.channel = channel;
      const now = this.#deps.uptimeMs();
      attempt.work ??= {
        lease: new WorkLease(task.request, { now, expiresAt: task.expiresAt }),
        budget: new ProgressBudget(task.request, now),
      };
      attempt.work.lease.heard(now);
      return { type: 'request', bytes: task.requestBytes };
    });
  }

  /**
   * A miner refuses its assignment, before or during the work.
   * @throws RefusalError MALFORMED when it refuses too much that is not its task
   */
  async refuse(miner: Address, digest: Hex, code: RefusalCode): Promise<void> {
    const { board, record, uptimeMs } = this.#deps;
    const task = board.withAssignment(digest);
    if (task === undefined || openAttempt(task, miner, digest) === undefined) return this.#noteAsk(miner);
    if (code === 'UNFUNDED') this.#deps.onUnfunded(miner);
    if (isPassing('refused', code)) {
      const others = board.heldBy(miner).filter(({ open }) => open?.record.digest !== digest);
      record.busy(miner, uptimeMs(), code === 'BUSY' ? others.length : 0);
    }
    await this.#ending(miner, digest, (task) => this.#deps.transitions.requeue(task, 'refused', code));
  }

  /**
   * A miner's progress on a task. It is ignored if the task is no longer this miner's: it was sent before the
   * miner learned of that.
   * @throws RefusalError MALFORMED when it is more than its task can have, or comes too fast
   */
  progress(miner: Address, digest: Hex, progress: TaskProgress): void {
    const { board, record, uptimeMs } = this.#deps;
    const now = uptimeMs();
    const task = board.withAssignment(digest);
    const work = task && openAttempt(task, miner, digest)?.work;
    if (task === undefined || work === undefined) {
      if (record.allows(miner, 'strays', now)) return;
      throw new RefusalError('MALFORMED', 'progress on tasks that are over');
    }
    if (!work.budget.take(now)) throw new RefusalError('MALFORMED', 'more progress than the task has');
    const added = task.addProgress(progress);
    work.lease.heard(now);
    if (added === undefined) return;
    work.lease.worked(added, now);
    record.worked(miner, now);
  }

  /** The most that the result of an open assignment may be; 0 when it is not open. */
  resultBytes(digest: Hex): number {
    const task = this.#deps.board.withAssignment(digest);
    return task === undefined ? 0 : this.#deps.boundsOf(task.request).bytes;
  }

  /** Bytes of a miner's result arrive, which may take it minutes. */
  receiving(miner: Address, digest: Hex, bytes: number): void {
    const { board, boundsOf, uptimeMs } = this.#deps;
    const task = board.withAssignment(digest);
    const work = task && openAttempt(task, miner, digest)?.work;
    if (task !== undefined) work?.lease.received(bytes, boundsOf(task.request).bytes, uptimeMs());
  }

  /**
   * A finished task: checked, then stored with its payment in one transaction. Answers with the payment, or
   * that it waits for the audit.
   */
  async deliver(
    miner: Address,
    digest: Hex,
    { bytes, trace, signature }: Extract<MinerFrame, { type: 'result' }>,
  ): Promise<CoordinatorFrame> {
    const task = this.#deps.board.withAssignment(digest);
    if (task === undefined) return this.#settled(miner, digest);
    const { checkResult, checkClaim, planAudit, onHeld, transitions, record, nowMs, uptimeMs } = this.#deps;
    const answer = await task.exclusive(async () => {
      const attempt = openAttempt(task, miner, digest);
      if (attempt === undefined) return this.#settled(miner, digest);
      let result: CheckedResult;
      try {
        result = await checkResult(task.request, bytes, miner);
        if (result.trace !== undefined && result.trace !== trace) throw new RefusalError('BAD_TRACE');
        const claim = { assignment: digest, result: result.hash, units: result.units, trace };
        await checkClaim({ model: task.model, claim, miner, signature });
      } catch (error) {
        if (!(error instanceof RefusalError)) throw error;
        record.lapsed(miner, uptimeMs());
        attempt.channel = undefined;
        await transitions.requeue(task, 'refused', error.code);
        return over(error.code);
      }
      const { hash: resultHash, units } = result;
      const plan = await planAudit(task.model, miner, task.isAuditOrdered || task.replicaOf !== null);
      const deliveredAt = nowMs();
      const payment: PaymentRecord = {
        ...{ attempt: attempt.record.number, miner, resultHash, resultSignature: signature, units },
        traceRoot: trace,
        amount: BigInt(units) * attempt.record.assignment.unitPrice,
        ...{ deliveredAt, paidAt: plan === undefined ? deliveredAt : null },
      };
      await transitions.deliver(task, bytes, payment, plan);
      record.delivered(miner, uptimeMs());
      if (plan === undefined) return this.#paid(task.id, payment);
      onHeld({ taskId: task.id, miner, ...plan }, digest);
      return HELD;
    });
    if (answer.type === 'paid') this.#deps.publish(answer.receipt);
    this.#deps.onFree();
    return answer;
  }

  /** The stream of a task ended without a result: its miner has TAKE_TIMEOUT_S to open another. */
  streamLost(miner: Address, digest: Hex, channel: TaskChannel): void {
    const task = this.#deps.board.withAssignment(digest);
    const attempt = task && openAttempt(task, miner, digest);
    if (attempt === undefined || attempt.channel !== channel) return;
    attempt.channel = undefined;
    attempt.takeBy = this.#deps.uptimeMs() + TAKE_TIMEOUT_S * 1_000;
  }

  /** A miner broke the protocol: its attempt is over. */
  async misbehaved(miner: Address, digest: Hex): Promise<void> {
    this.#deps.record.lapsed(miner, this.#deps.uptimeMs());
    await this.#ending(miner, digest, (task) => this.#deps.transitions.requeue(task, 'refused', 'MALFORMED'));
  }

  /** A miner has left, or was dismissed with a code: its tasks go back to the queue. */
  async minerLeft(miner: Address, code: RefusalCode | undefined): Promise<void> {
    const { board, record, transitions, uptimeMs } = this.#deps;
    for (const task of board.heldBy(miner)) {
      await task.exclusive(async () => {
        if (task.open?.record.miner !== miner) return;
        record.gaveUp(task.open, uptimeMs());
        await transitions.requeue(task, code === undefined ? 'away' : 'withdrawn', code ?? null);
      });
    }
    this.#deps.onFree();
  }

  async #ending(miner: Address, digest: Hex, end: (task: LiveTask) => Promise<void>): Promise<void> {
    const task = this.#deps.board.withAssignment(digest);
    if (task === undefined) return;
    await task.exclusive(async () => {
      const attempt = openAttempt(task, miner, digest);
      if (attempt === undefined) return;
      this.#deps.record.gaveUp(attempt, this.#deps.uptimeMs());
      // The miner ended the attempt itself, so it is not notified.
      attempt.channel = undefined;
      await end(task);
    });
    this.#deps.onFree();
  }

  /** A miner names an assignment that is not its open one. @throws RefusalError MALFORMED when too often */
  #noteAsk(miner: Address): void {
    const { record, uptimeMs } = this.#deps;
    if (!record.allows(miner, 'asks', uptimeMs()))
      throw new RefusalError('MALFORMED', 'too many assignments that are not its own');
  }

  /** Whether an assignment may be in the database: until its time is up, one of an earlier run may be too. */
  #mayBeStored(miner: Address, digest: Hex): boolean {
    const { board, uptimeMs } = this.#deps;
    return board.recent.has(miner, digest) || uptimeMs() - this.#startedAt < TASK_LIFETIME_S * 1_000;
  }

  /** As `standing`, for a miner that may ask too often. @throws RefusalError MALFORMED */
  async #settled(miner: Address, digest: Hex): Promise<CoordinatorFrame> {
    this.#noteAsk(miner);
    return this.#mayBeStored(miner, digest) ? this.standing(miner, digest) : over('UNKNOWN_ASSIGNMENT');
  }

  /**
   * The answer for an assignment that is not open: its payment if it was delivered and that does not wait for
   * an audit, else why it is over.
   */
  async standing(miner: Address, digest: Hex): Promise<CoordinatorFrame> {
    const task = await this.#deps.store.findByAssignment(digest);
    const attempt = task?.attempts.find((each) => each.digest === digest);
    if (task === undefined || attempt?.miner !== miner) return over('UNKNOWN_ASSIGNMENT');
    if (attempt.outcome === 'delivered' && task.payment !== null) {
      if (task.payment.paidAt !== null) return this.#paid(task.id, task.payment);
      const unpaid = task.audit === null ? undefined : unpaidCode(task.audit);
      return unpaid === undefined ? HELD : over(unpaid);
    }
    return over(attempt.outcome === 'lapsed' || attempt.outcome === 'away' ? 'LEASE_OVER' : 'TASK_OVER');
  }

  /** What a miner is told of its payment. */
  async #paid(taskId: Hex, payment: PaymentRecord): Promise<Extract<CoordinatorFrame, { type: 'paid' }>> {
    const { ledger } = this.#deps;
    const receipt = await ledger.receipt(taskId, payment);
    return { type: 'paid', receipt, voucher: await ledger.voucher(payment.miner) };
  }
}

const HELD: CoordinatorFrame = { type: 'held' };

const openAttempt = (task: LiveTask, miner: Address, digest: Hex): OpenAttempt | undefined =>
  task.open?.record.digest === digest && task.open.record.miner === miner ? task.open : undefined;
