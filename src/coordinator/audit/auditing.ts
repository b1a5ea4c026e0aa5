import type { Address, Hex } from 'viem';
import { AuditorError } from '#coordinator/audit/auditor.ts';
import type { AuditStore } from '#coordinator/audit/auditStore.ts';
import type { DisputeDesk } from '#coordinator/audit/disputeDesk.ts';
import { type Audited, type ExaminationDeps, examine } from '#coordinator/audit/examination.ts';
import type { MinerPool } from '#coordinator/miners/minerPool.ts';
import { LONGEST_REST_S } from '#coordinator/scheduler/minerRecord.ts';
import type { Ledger } from '#coordinator/settlement/ledger.ts';
import { type AuditPlan, type AuditRecord, deliveredAttempt } from '#coordinator/store/taskRecord.ts';
import { isAuditDrawn } from '#protocol/draw/auditDraw.ts';
import { auditShareOf } from '#protocol/draw/auditShare.ts';
import type { Receipt } from '#protocol/signed/receipt.ts';
import type { WorkTrace } from '#protocol/trace/workTrace.ts';

/** How often an audit is tried that could not be computed, for no fault of the result's. */
const MOST_TRIES = 3;
/**
 * Audits under way, one of each miner: each holds a result and its trace in memory until the auditor has time
 * for it. So a miner whose results take long to compute delays the others' by one of them.
 */
const MOST_AT_ONCE = 16;
/** Until it is tried again, in ms. */
const PAUSE_MS = 60_000;

/** The chain, as the draws need it. */
export interface AuditChain {
  /** The newest block, a second old at the most. */
  head(): Promise<number>;
  /** Blocks behind the newest until one counts as final. */
  readonly confirmations: number;
  /** @returns undefined while the block does not exist */
  hashOf(block: number): Promise<Hex | undefined>;
  /** Has a block made where none comes by itself. */
  wantBlock(): Promise<void>;
}

export interface AuditingDeps extends ExaminationDeps {
  store: AuditStore;
  pool: MinerPool;
  ledger: Ledger;
  chain: AuditChain;
  disputes: Pick<DisputeDesk, 'prepare'>;
  /** The miner gets no work for a while from when its result was found wrong, so many ms ago. */
  doubt(miner: Address, agoMs: number): void;
  /** Whether a case about a result of this miner runs, whoever opened it. */
  isAccused(miner: Address): boolean;
  /** An audit is over: there may be time for another. */
  onEnd(): void;
  /** Gossips a receipt. */
  publish(receipt: Receipt): void;
  /** Gossips how a result is audited, or how that ended. */
  announce(record: AuditRecord, digest: Hex): void;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/**
 * The audits of delivered results:
 *
 * - `waiting` until its block is mined. The hash draws it: then it is `due`, or else `skipped` and paid.
 * - `due`: the miner hands over some of its trace, and an auditor computes that part again. Within the
 *   bounds it is `passed` and paid. Beyond them each further auditor computes it too, and one that finds it
 *   right is enough.
 * - `withheld`: the miner did not hand over what it had signed, or one auditor doubts it and another cannot
 *   say. It is not paid.
 * - `unchecked`: it could not be computed again. It is paid.
 * - `disputed`: it is wrong. It is not paid, the task is done again, and a jury hears of it. All that its
 *   miner delivers until the verdict is audited.
 *
 * Everything is stored before it is acted on, so a restart goes on where it was.
 */
export class Auditing {
  readonly #deps: AuditingDeps;
  /** By their miners. */
  readonly #underWay = new Map<Address, Promise<void>>();
  /** Audits that failed: how often, and when they are tried again, in ms of a clock that never jumps. */
  readonly #failed = new Map<Hex, { tries: number; notBefore: number }>();
  readonly #stopping = new AbortController();

  constructor(deps: AuditingDeps) {
    this.#deps = deps;
  }

  /** After a restart, whose results were found wrong get no work for what is left of their time. */
  async resume(): Promise<void> {
    const { store, doubt, nowMs } = this.#deps;
    const now = nowMs();
    for (const { miner, atMs } of await store.doubtedSince(now - LONGEST_REST_S * 1_000))
      doubt(miner, Math.max(0, now - atMs));
  }

  /** How the result that a miner delivers now is audited. */
  async plan(model: string, miner: Address): Promise<AuditPlan> {
    const { store, pool, chain, isAccused } = this.#deps;
    const gpu = pool.of(miner)?.gpu ?? '';
    const accepted = isAccused(miner) ? 0 : await store.acceptedOf({ miner, model, gpu });
    const share = auditShareOf(accepted);
    const head = share >= 1 ? undefined : await chain.head().catch(() => undefined);
    // Where the chain cannot be read, no block is known to be still unknown to everybody.
    if (head === undefined) return { gpu, share: 1, state: 'due', drawBlock: null };
    return { gpu, share, state: 'waiting', drawBlock: head + 1 + chain.confirmations };
  }

  /** A result's payment waits for its audit. It is announced before anybody can know the draw. */
  async noteHeld(taskId: Hex): Promise<void> {
    const { tasks, announce } = this.#deps;
    const task = await tasks.find(taskId);
    const delivered = task && deliveredAttempt(task);
    if (task?.audit == null || delivered === undefined) return;
    announce(task.audit, delivered.digest);
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
    await this.#drawAll();
    for (const record of await this.#deps.store.in('due')) {
      if (this.#stopping.signal.aborted) return;
      if (this.#underWay.size >= MOST_AT_ONCE) return;
      const isDue = (this.#failed.get(record.taskId)?.notBefore ?? 0) <= this.#deps.uptimeMs();
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

  async #drawAll(): Promise<void> {
    const { store, chain } = this.#deps;
    const all = await store.in('waiting');
    if (all.length === 0) return;
    const audited = new Set((await store.in('due')).map(({ miner }) => miner));
    // What a miner delivers while one of its results is audited is not paid before that is over.
    const waiting = all.filter(({ miner }) => !audited.has(miner));
    const hashes = new Map<number, Hex | undefined>();
    for (const record of waiting) {
      const block = record.drawBlock!;
      if (!hashes.has(block)) hashes.set(block, await this.#hashOf(block));
      const hash = hashes.get(block);
      if (hash !== undefined) await this.#draw(record, hash).catch(this.#logged(record));
    }
    if (waiting.some(({ drawBlock }) => hashes.get(drawBlock!) === undefined)) await chain.wantBlock();
  }

  async #hashOf(block: number): Promise<Hex | undefined> {
    const { chain, log } = this.#deps;
    try {
      return (await chain.head()) < block + chain.confirmations ? undefined : await chain.hashOf(block);
    } catch (error) {
      log.warn({ err: error, block }, 'could not read the block of a draw');
      return undefined;
    }
  }

  readonly #logged = (record: AuditRecord) => (error: unknown) => {
    this.#deps.log.error({ err: error, task: record.taskId }, 'could not draw an audit');
  };

  async #draw(record: AuditRecord, hash: Hex): Promise<void> {
    const audited = await this.#read(record);
    if (audited === undefined) return;
    if (isAuditDrawn(hash, audited.digest, record.share)) await this.#deps.store.drawn(record.taskId, hash);
    else await this.#accept(audited, 'skipped', { drawHash: hash });
  }

  #begin(record: AuditRecord): void {
    const { log } = this.#deps;
    const work = this.#audit(record)
      .catch(async (error: unknown) => {
        if (this.#stopping.signal.aborted) return;
        log.error({ err: error, task: record.taskId }, 'could not audit a result');
        const tries = (this.#failed.get(record.taskId)?.tries ?? 0) + 1;
        this.#failed.set(record.taskId, { tries, notBefore: this.#deps.uptimeMs() + PAUSE_MS });
        if (!(error instanceof AuditorError) || tries < MOST_TRIES) return;
        await this.#giveUp(record, error);
        this.#failed.delete(record.taskId);
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
    if (audited === undefined) return;
    const { found, isRight, isHanded, trace } = await examine(this.#deps, audited, this.#stopping.signal);
    if (this.#stopping.signal.aborted) return;
    if (!isRight) await this.#dispute(audited, found, trace);
    else if (isHanded) await this.#accept(audited, 'passed', found);
    else await this.#withhold(audited, found);
    this.#failed.delete(record.taskId);
  }

  async #accept(
    { record, payment, digest, task }: Audited,
    to: 'skipped' | 'passed' | 'unchecked',
    change: Partial<AuditRecord>,
  ): Promise<void> {
    const { store, held, ledger, publish, announce, log, nowMs } = this.#deps;
    if (!(await store.accept(record.taskId, to, change, nowMs()))) return;
    announce({ ...record, state: to }, digest);
    const receipt = await ledger.receipt(task.id, payment);
    held.end(digest, { type: 'paid', receipt, voucher: await ledger.voucher(payment.miner) });
    publish(receipt);
    log.debug({ task: task.id, miner: payment.miner, audit: to }, 'task paid');
  }

  async #withhold({ record, digest, payment }: Audited, change: Partial<AuditRecord>): Promise<void> {
    const { store, held, announce, log, nowMs } = this.#deps;
    if (!(await store.refuse(record.taskId, 'withheld', change, nowMs()))) return;
    announce({ ...record, state: 'withheld' }, digest);
    held.end(digest, { type: 'over', code: 'BAD_TRACE' });
    log.info({ task: record.taskId, miner: payment.miner }, 'a miner did not hand over its trace');
  }

  async #dispute(
    { record, digest, task, payment }: Audited,
    change: Partial<AuditRecord>,
    trace: WorkTrace | undefined,
  ): Promise<void> {
    const { store, held, disputes, doubt, announce, log, nowMs } = this.#deps;
    if (!(await store.refuse(record.taskId, 'disputed', change, nowMs()))) return;
    announce({ ...record, state: 'disputed' }, digest);
    log.warn({ task: task.id, miner: payment.miner, measures: change.measures }, 'a result is wrong');
    doubt(payment.miner, 0);
    held.end(digest, { type: 'over', code: 'WRONG_RESULT' });
    await disputes.prepare(task, trace);
  }

  /**
   * It could not be computed, for no fault of the result's: it is paid, and does not count for its miner's
   * record. With a doubt it is not paid: whoever can keep an auditor from computing must not gain by it.
   */
  async #giveUp(record: AuditRecord, { code }: AuditorError): Promise<void> {
    const audited = await this.#read(record);
    if (audited === undefined) return;
    if (code === 'in_doubt') await this.#withhold(audited, { isDoubted: true });
    else await this.#accept(audited, 'unchecked', {});
  }

  async #read(record: AuditRecord): Promise<Audited | undefined> {
    const task = await this.#deps.tasks.find(record.taskId);
    const delivered = task && deliveredAttempt(task);
    if (task?.payment == null || delivered === undefined) return undefined;
    return { record, task, payment: task.payment, digest: delivered.digest };
  }
}
