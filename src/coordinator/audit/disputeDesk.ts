import type { Logger } from 'pino';
import type { Hex } from 'viem';
import type { Replicas } from '#coordinator/audit/tabs/replicas.ts';
import type { Ledger } from '#coordinator/settlement/ledger.ts';
import type { AuditStore } from '#coordinator/store/auditStore.ts';
import { type AuditRecord, deliveredAttempt, type TaskRecord } from '#coordinator/store/taskRecord.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';
import { encodeEvidence } from '#protocol/court/evidence.ts';
import type { Finding } from '#protocol/court/vote.ts';
import type { Receipt } from '#protocol/signed/receipt.ts';
import type { WorkTrace } from '#protocol/trace/workTrace.ts';

/** Where a jury is called. */
export interface Court {
  /** Keeps a bundle until every window is over. @returns its hash */
  keep(bytes: Uint8Array): Promise<Hex>;
  /**
   * Brings a result before a jury. @returns the case, the same one each time; undefined if nothing is kept
   */
  open(evidence: Hex): Promise<bigint | undefined>;
  /** The case about a result that runs or was decided, as the chain has it now. */
  standing(evidence: Hex): Promise<StandingCase | undefined>;
  /** How long after its task was drawn a result can still be reported, or its last case run, in ms. */
  openMs(): Promise<number>;
}

/** A case that ended without a verdict does not stand: its result can be reported again. */
export interface StandingCase {
  caseId: bigint;
  /** What the last jury found of the result; undefined while the case runs. */
  verdict: Finding | undefined;
}

export interface DisputeDeps {
  store: AuditStore;
  tasks: TaskStore;
  court: Court;
  replicas: Pick<Replicas, 'begin'>;
  ledger: Pick<Ledger, 'receipt'>;
  /** Tells the network of a payment. */
  publish(receipt: Receipt): void;
  log: Logger;
  /** ms since 1970. */
  nowMs(): number;
}

/** Instead of a case's number, where its evidence was deleted first, or the node has nothing left to lose. */
const NO_CASE = 'none';

/**
 * What follows from a wrong result: the task is done again, and the evidence goes to a jury. If that finds
 * the result right, its miner is paid after all.
 */
export class DisputeDesk {
  readonly #deps: DisputeDeps;
  /** Disputed results that need no further case. */
  readonly #settled = new Set<Hex>();

  constructor(deps: DisputeDeps) {
    this.#deps = deps;
  }

  /**
   * Has a task done again and keeps the evidence. Doing it twice, as after a crash, changes nothing.
   * @param trace what the miner handed over, if it did
   */
  async prepare(task: TaskRecord, trace: WorkTrace | undefined): Promise<void> {
    const { store, court, replicas } = this.#deps;
    await replicas.begin(task);
    await store.note(task.id, { evidence: await court.keep(await this.#evidenceOf(task, trace)) });
  }

  /**
   * Opens the cases that are not open yet, and again those that ended without a verdict, whoever had opened
   * them: a friend of the miner's may have, so that nobody votes. So it does with those that the chain has
   * lost with their blocks. One that cannot be opened now is tried again the next time.
   */
  async openCases(): Promise<void> {
    const { store, court, nowMs, log } = this.#deps;
    const tried = async ({ taskId }: AuditRecord, open: () => Promise<void>) => {
      try {
        await open();
      } catch (error) {
        log.error(
          { err: error, task: taskId },
          'could not report a wrong result, or not exhibit its evidence; it is tried again',
        );
      }
    };
    for (const record of await store.withoutCase()) await tried(record, () => this.#open(record));
    // A result is disputed after its task was drawn, so this is late enough.
    const reported = await store.disputedSince(nowMs() - (await court.openMs()));
    const known = new Set(reported.map(({ taskId }) => taskId));
    for (const taskId of this.#settled) if (!known.has(taskId)) this.#settled.delete(taskId);
    for (const record of reported) {
      if (!this.#settled.has(record.taskId)) await tried(record, () => this.#openAgain(record));
    }
  }

  async #open({ taskId, evidence }: AuditRecord): Promise<void> {
    const { store, court } = this.#deps;
    if (evidence === null) return this.#prepareAgain(taskId);
    const caseId = await court.open(evidence);
    await store.attachCase(taskId, caseId?.toString() ?? NO_CASE);
  }

  async #openAgain({ taskId, evidence, caseId }: AuditRecord): Promise<void> {
    const { store, court, log } = this.#deps;
    if (evidence === null) {
      this.#settled.add(taskId);
      return;
    }
    const standing = await court.standing(evidence);
    if (standing?.verdict === 'right') await this.#acquit(taskId);
    if (standing?.verdict !== undefined) this.#settled.add(taskId);
    // Where we have none, somebody else may still open one.
    if (standing === undefined && caseId === NO_CASE) return;
    const next = standing === undefined ? await court.open(evidence) : standing.caseId;
    if (next === undefined) this.#settled.add(taskId);
    if (next === undefined || next.toString() === caseId) return;
    await store.attachCase(taskId, next.toString());
    log.warn(
      { task: taskId, caseId, next: next.toString() },
      'a case ended without a verdict, or the chain lost it: its result is before a jury again',
    );
  }

  /** Its client keeps what was made in its place. */
  async #acquit(taskId: Hex): Promise<void> {
    const { store, tasks, ledger, publish, log, nowMs } = this.#deps;
    if (!(await store.acquit(taskId, nowMs()))) return;
    log.warn({ task: taskId }, 'a jury found a result right that our audit found wrong: it is paid');
    const task = await tasks.find(taskId);
    if (task?.payment != null) publish(await ledger.receipt(taskId, task.payment));
  }

  /** It was not prepared, as after a crash or where the queue or the store was full. The trace is gone. */
  async #prepareAgain(taskId: Hex): Promise<void> {
    const task = await this.#deps.tasks.find(taskId);
    if (task?.request == null) await this.#deps.store.attachCase(taskId, NO_CASE);
    else await this.prepare(task, undefined);
  }

  async #evidenceOf(task: TaskRecord, trace: WorkTrace | undefined): Promise<Uint8Array> {
    const result = await this.#deps.tasks.result(task.id);
    const attempt = deliveredAttempt(task);
    const { payment } = task;
    if (result === undefined || attempt === undefined || payment === null)
      throw new Error(`Task ${task.id} is disputed, but its result is gone.`);
    return encodeEvidence({
      request: new Uint8Array(task.request!),
      result: new Uint8Array(result),
      assignment: attempt.assignment,
      units: payment.units,
      trace: payment.traceRoot,
      signature: payment.resultSignature,
      handed: trace ?? null,
    });
  }
}
