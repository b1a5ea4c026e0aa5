import type { Address, Hex } from 'viem';
import { AuditorError } from '#coordinator/audit/backEnds/auditor.ts';
import type { DisputeDesk } from '#coordinator/audit/disputeDesk.ts';
import type { AuditChain } from '#coordinator/audit/draw/auditChain.ts';
import { AuditDraws } from '#coordinator/audit/draw/auditDraws.ts';
import type { Audited } from '#coordinator/audit/draw/audited.ts';
import { type ExaminationDeps, examine, wholeTrace } from '#coordinator/audit/examination.ts';
import { Payout, type PayoutDeps } from '#coordinator/audit/payout.ts';
import { isFoundWrong } from '#coordinator/audit/tabs/replicas.ts';
import type { TabOpinion } from '#coordinator/audit/tabs/tabOpinion.ts';
import type { TabReview } from '#coordinator/audit/tabs/tabReview.ts';
import type { MinerPool } from '#coordinator/miners/minerPool.ts';
import { LONGEST_REST_S } from '#coordinator/scheduler/minerRecord.ts';
import type { AuditStore } from '#coordinator/store/auditStore.ts';
import {
  type AuditPlan,
  type AuditRecord,
  deliveredAttempt,
  unpaidCode,
} from '#coordinator/store/taskRecord.ts';
import { auditShareOf } from '#protocol/draw/auditShare.ts';
import type { WorkTrace } from '#protocol/trace/workTrace.ts';

/** How often an audit is tried that could not be computed, for no fault of the result's. */
const MOST_TRIES = 3;
/**
 * Audits under way, one of each miner: each holds a result and its trace in memory until the auditor has time
 * for it. So a miner whose results take long to compute delays the others' by one of them.
 */
export const MOST_AT_ONCE = 16;
/** Until it is tried again, in ms. */
const PAUSE_MS = 60_000;
/** Until a result is looked at again that other tabs compute, in ms. */
export const OPEN_PAUSE_MS = 2_000;

export interface AuditingDeps extends ExaminationDeps, PayoutDeps {
  store: AuditStore;
  pool: MinerPool;
  chain: AuditChain;
  disputes: Pick<DisputeDesk, 'prepare'>;
  tabs: TabReview;
  /** The miner gets no work for a while from when its result was found wrong, so many ms ago. */
  doubt(miner: Address, agoMs: number): void;
  /** Whether a case about a result of this miner runs, whoever opened it. */
  isAccused(miner: Address): boolean;
  /** An audit is over: there may be time for another. */
  onEnd(): void;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/**
 * The audits of delivered results:
 *
 * - `waiting` until its block is mined. The hash draws it: then it is `due`, or else `skipped` and paid.
 * - `due`: the miner hands over some of its trace, and an auditor computes that part again. Within the
 *   bounds it is `passed` and paid. Beyond them each further auditor computes it too, and one that finds it
 *   right is enough. If none does, or none can compute it, other tabs do the task again.
 * - `withheld`: the miner did not hand over what it had signed, or one auditor or tab doubts it and another
 *   cannot say or contradicts. It is not paid.
 * - `unchecked`: nobody could compute it again. It is paid.
 * - `disputed`: it is wrong. It is not paid, its client gets what was made in its place, and a jury hears of
 *   it. All that its miner delivers until the verdict is audited.
 *
 * Everything is stored before it is acted on, so a restart goes on where it was.
 */
export class Auditing {
  readonly #deps: AuditingDeps;
  /** By their miners. */
  readonly #underWay = new Map<Address, Promise<void>>();
  /** Audits that failed or wait: how often they failed, and when they go on, in ms of the uptime clock. */
  readonly #later = new Map<Hex, { failures: number; notBefore: number }>();
  readonly #stopping = new AbortController();
  readonly #draws: AuditDraws;
  readonly #payout: Payout;

  constructor(deps: AuditingDeps) {
    this.#deps = deps;
    this.#payout = new Payout(deps);
    this.#draws = new AuditDraws({
      ...deps,
      skip: (results, drawHash) => this.#payout.skip(results, drawHash),
    });
  }

  /** After a restart, whose results were found wrong get no work for what is left of their time. */
  async resume(): Promise<void> {
    const { store, doubt, nowMs } = this.#deps;
    const now = nowMs();
    for (const { miner, isDoubted } of await store.in('due')) if (isDoubted) doubt(miner, 0);
    for (const { miner, atMs } of await store.doubtedSince(now - LONGEST_REST_S * 1_000))
      doubt(miner, Math.max(0, now - atMs));
  }

  /**
   * How the result that a miner delivers now is audited.
   * @param isCertain it is not left to a draw: its client pays for it, or another result depends on it
   */
  async plan(model: string, miner: Address, isCertain = false): Promise<AuditPlan> {
    const { store, pool, chain, isAccused } = this.#deps;
    const gpu = pool.of(miner)?.gpu ?? '';
    const accepted = isCertain || isAccused(miner) ? 0 : await store.acceptedOf({ miner, model, gpu });
    const share = auditShareOf(accepted);
    const isLeftToDraw = share < 1 && chain.isCurrent();
    const head = isLeftToDraw ? await chain.head().catch(() => undefined) : undefined;
    // Where the chain is not read as it is now, no block is known to be still unknown to everybody.
    if (head === undefined) return { gpu, share: 1, state: 'due', drawBlock: null };
    return { gpu, share, state: 'waiting', drawBlock: head + 1 + chain.confirmations };
  }

  /** A miner is there: it takes up its results whose payment waits. */
  async remind(miner: Address): Promise<void> {
    const { store, tasks, pool } = this.#deps;
    for (const { taskId } of await store.heldBy(miner)) {
      const task = await tasks.find(taskId);
      const delivered = task && deliveredAttempt(task);
      if (delivered !== undefined) pool.of(miner)?.assign(delivered.assignment);
    }
  }

  /** Draws what can be drawn, and begins what is due. */
  async run(): Promise<void> {
    for (const record of await this.#draws.run(await this.#deps.store.open())) {
      if (this.#stopping.signal.aborted) return;
      if (this.#underWay.size >= MOST_AT_ONCE) return;
      const isDue = (this.#later.get(record.taskId)?.notBefore ?? 0) <= this.#deps.uptimeMs();
      if (isDue && !this.#underWay.has(record.miner)) this.#begin(record);
    }
  }

  /** Resolves when the audits under way are over, with all that follows from them. */
  async idle(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  /** Resolves when nothing that was begun goes on. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#deps.auditors.map((auditor) => auditor.close()));
    await this.idle();
  }

  #begin(record: AuditRecord): void {
    const { log } = this.#deps;
    const work = this.#audit(record)
      .catch(async (error: unknown) => {
        if (this.#stopping.signal.aborted) return;
        log.error({ err: error, task: record.taskId }, 'could not audit a result');
        const failures = (this.#later.get(record.taskId)?.failures ?? 0) + 1;
        this.#later.set(record.taskId, { failures, notBefore: this.#deps.uptimeMs() + PAUSE_MS });
        // What was too slow once is so again, and delays all others.
        const isFinal = failures >= MOST_TRIES || (error as AuditorError).code === 'audit_too_slow';
        if (!(error instanceof AuditorError) || !isFinal) return;
        await this.#giveUp(record, error);
        this.#later.delete(record.taskId);
      })
      .catch((error: unknown) => log.error({ err: error, task: record.taskId }, 'could not end an audit'))
      .finally(() => {
        this.#underWay.delete(record.miner);
        this.#deps.onEnd();
      });
    this.#underWay.set(record.miner, work);
  }

  async #audit(record: AuditRecord): Promise<void> {
    const audited = await this.#read(record);
    // Its audit may have ended since it was listed, and its miner waits no longer.
    if (audited?.task.audit?.state !== 'due') return;
    const { tabs, auditors } = this.#deps;
    const opinion = await tabs.opinionOn(audited.task, auditors.length > 0);
    if (opinion === 'open') {
      const failures = this.#later.get(record.taskId)?.failures ?? 0;
      this.#later.set(record.taskId, { failures, notBefore: this.#deps.uptimeMs() + OPEN_PAUSE_MS });
      return;
    }
    if (opinion !== undefined) await this.#conclude(audited, opinion);
    else if (isFoundWrong(audited.task))
      await this.#doubt(audited, audited.record, await this.#wholeTrace(audited));
    else if (auditors.length === 0) await this.#askTabs(audited);
    else await this.#examine(audited);
    this.#later.delete(record.taskId);
  }

  async #examine(audited: Audited): Promise<void> {
    const { found, isRight, isHanded, trace } = await examine(this.#deps, audited, this.#stopping.signal);
    if (this.#stopping.signal.aborted) return;
    if (!isRight) await this.#doubt(audited, found, trace);
    else if (isHanded) await this.#payout.accept(audited, 'passed', found);
    else await this.#withhold(audited, found);
  }

  /** Other tabs have said what they can. */
  async #conclude(audited: Audited, opinion: Exclude<TabOpinion, 'open'>): Promise<void> {
    if (opinion === 'right') await this.#payout.accept(audited, 'passed', {});
    else if (opinion === 'unknown') await this.#payout.accept(audited, 'unchecked', {});
    else if (opinion === 'unclear') await this.#withhold(audited, { isDoubted: true });
    else await this.#dispute(audited);
  }

  /** This coordinator cannot compute it: another tab does the task again. */
  async #askTabs(audited: Audited): Promise<void> {
    if (!(await this.#deps.tabs.begin(audited.task))) await this.#payout.accept(audited, 'unchecked', {});
  }

  /** All auditors find it wrong. Another tab does the task again before a jury hears of it. */
  async #doubt(
    audited: Audited,
    found: Pick<AuditRecord, 'measures' | 'isDoubted'>,
    trace: WorkTrace | undefined,
  ): Promise<void> {
    const { store, tabs, disputes, doubt, log } = this.#deps;
    const { record, task, payment } = audited;
    if (await tabs.isThirdAlike(task)) return this.#withhold(audited, found);
    const { measures, isDoubted } = found;
    await store.note(record.taskId, { measures, isDoubted });
    doubt(payment.miner, 0);
    try {
      await disputes.prepare(task, trace);
    } catch (error) {
      // As where the queue or the store for evidence is full.
      log.error({ err: error, task: task.id }, 'no other tab can be asked about a wrong result');
      await this.#dispute(audited);
    }
  }

  #wholeTrace(audited: Audited): Promise<WorkTrace | undefined> {
    return wholeTrace(this.#deps, audited, this.#stopping.signal);
  }

  async #withhold({ record, digest, payment }: Audited, change: Partial<AuditRecord>): Promise<void> {
    const { store, held, announce, log, nowMs } = this.#deps;
    if (!(await store.refuse(record.taskId, 'withheld', change, nowMs()))) return;
    announce({ ...record, state: 'withheld' }, digest);
    const code = unpaidCode({ state: 'withheld', isDoubted: change.isDoubted === true })!;
    held.end(digest, { type: 'over', code });
    log.info({ task: record.taskId, miner: payment.miner, code }, 'a result is not paid');
  }

  async #dispute(audited: Audited): Promise<void> {
    const { store, held, disputes, doubt, announce, log, nowMs } = this.#deps;
    const { record, digest, task, payment } = audited;
    const isPrepared = task.audit?.evidence != null;
    // Where only tabs have computed it, nobody has asked its miner yet.
    const trace = isPrepared ? undefined : await this.#wholeTrace(audited);
    if (!(await store.refuse(record.taskId, 'disputed', { isDoubted: true }, nowMs()))) return;
    announce({ ...record, state: 'disputed' }, digest);
    log.warn({ task: task.id, miner: payment.miner }, 'a result is wrong');
    doubt(payment.miner, 0);
    held.end(digest, { type: 'over', code: 'WRONG_RESULT' });
    if (!isPrepared) await disputes.prepare(task, trace);
  }

  /**
   * It could not be computed here, for no fault of the result's: tabs are asked, once. With a doubt it is not
   * paid: whoever can keep an auditor from computing must not gain by it.
   */
  async #giveUp(record: AuditRecord, { code }: AuditorError): Promise<void> {
    const audited = await this.#read(record);
    if (audited === undefined) return;
    if (code === 'in_doubt' || audited.task.audit?.isDoubted)
      await this.#withhold(audited, { isDoubted: true });
    else if (code === 'contents_deleted' || audited.task.audit?.replacement != null)
      await this.#payout.accept(audited, 'unchecked', {});
    else await this.#askTabs(audited);
  }

  async #read(record: AuditRecord): Promise<Audited | undefined> {
    const task = await this.#deps.tasks.find(record.taskId);
    const delivered = task && deliveredAttempt(task);
    if (task?.payment == null || delivered === undefined) return undefined;
    return { record, task, payment: task.payment, digest: delivered.digest };
  }
}
