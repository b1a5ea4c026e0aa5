import { and, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import { MINERS_A_QUERY } from '#coordinator/store/accountStore.ts';
import { credit } from '#coordinator/store/credit.ts';
import type { Database } from '#coordinator/store/database.ts';
import { attempts, audits, isBad, payments, tasks } from '#coordinator/store/schema.ts';
import type { AuditRecord, OpenAudit } from '#coordinator/store/taskRecord.ts';
import { LONGEST_RECORD } from '#protocol/draw/auditShare.ts';
import type { AuditState } from '#protocol/task/auditState.ts';

/** What becomes known of a record while its state stays, or with its next one. */
type Change = Partial<Pick<AuditRecord, 'drawHash' | 'measures' | 'isDoubted' | 'evidence' | 'replacement'>>;

/**
 * The stored audits. Each transition is guarded by the state it comes from, so of two at once one wins and
 * the other returns false. A payment is credited in the transaction that ends its audit well.
 */
export class AuditStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Audits in a state, oldest tasks first. */
  in(state: AuditState): Promise<AuditRecord[]> {
    return this.#db.select().from(audits).where(eq(audits.state, state)).orderBy(audits.drawBlock);
  }

  /** Results whose audit is not over, oldest tasks first. */
  open(): Promise<OpenAudit[]> {
    return this.#db
      .select({ record: audits, payment: payments, digest: attempts.digest })
      .from(audits)
      .innerJoin(payments, eq(payments.taskId, audits.taskId))
      .innerJoin(attempts, and(eq(attempts.taskId, audits.taskId), eq(attempts.number, payments.attempt)))
      .where(inArray(audits.state, ['waiting', 'due']))
      .orderBy(audits.drawBlock);
  }

  /** Disputed results about which no case is known to be open. */
  withoutCase(): Promise<AuditRecord[]> {
    return this.#db
      .select()
      .from(audits)
      .where(and(eq(audits.state, 'disputed'), isNull(audits.caseId)));
  }

  /** Results that were disputed after this moment, in ms since 1970, and for which a case was noted. */
  disputedSince(ms: number): Promise<AuditRecord[]> {
    return this.#db
      .select()
      .from(audits)
      .where(and(eq(audits.state, 'disputed'), isNotNull(audits.caseId), gt(audits.decidedAt, ms)));
  }

  /** Whose results were disputed after this moment, in ms since 1970, and when each was last. */
  async doubtedSince(ms: number): Promise<{ miner: Address; atMs: number }[]> {
    const rows = await this.#db
      .select({ miner: audits.miner, at: sql<string>`max(${audits.decidedAt})` })
      .from(audits)
      .where(and(eq(audits.state, 'disputed'), gt(audits.decidedAt, ms)))
      .groupBy(audits.miner);
    return rows.map(({ miner, at }) => ({ miner, atMs: Number(at) }));
  }

  /** A miner's results whose payment waits. */
  heldBy(miner: Address): Promise<AuditRecord[]> {
    return this.#db
      .select()
      .from(audits)
      .where(and(eq(audits.miner, miner), inArray(audits.state, ['waiting', 'due'])));
  }

  /**
   * Results of a model that were accepted from this miner and GPU, as far as they count, since there was any
   * doubt about the miner, whatever the model.
   */
  async acceptedOf({ miner, model, gpu }: Pick<AuditRecord, 'miner' | 'model' | 'gpu'>): Promise<number> {
    const doubted = this.#db
      .select({ at: sql`coalesce(max(${audits.decidedAt}), 0)` })
      .from(audits)
      .where(and(eq(audits.miner, miner), isBad(audits)));
    const accepted = this.#db
      .select({ id: audits.taskId })
      .from(audits)
      .where(
        and(
          eq(audits.miner, miner),
          eq(audits.model, model),
          eq(audits.gpu, gpu),
          inArray(audits.state, ['passed', 'skipped']),
          gt(audits.decidedAt, doubted),
        ),
      )
      .limit(LONGEST_RECORD)
      .as('accepted');
    const [row] = await this.#db.select({ count: sql<number>`count(*)::int` }).from(accepted);
    return row!.count;
  }

  /** waiting → due. */
  async drawn(taskId: Hex, drawHash: Hex): Promise<boolean> {
    return (await this.#move(this.#db, taskId, 'waiting', { state: 'due', drawHash })) !== undefined;
  }

  /**
   * waiting → skipped, of results that one block has not drawn: their miners are paid, all or none. In one
   * transaction, because this is what audits cost a result that is not audited.
   * @returns those that were still waiting
   */
  async skip(taskIds: readonly Hex[], drawHash: Hex, nowMs: number): Promise<Set<Hex>> {
    return this.#db.transaction(async (db) => {
      const moved = await db
        .update(audits)
        .set({ state: 'skipped', drawHash, decidedAt: nowMs })
        .where(and(inArray(audits.taskId, [...taskIds]), eq(audits.state, 'waiting')))
        .returning({ taskId: audits.taskId });
      const skipped = moved.map(({ taskId }) => taskId);
      if (skipped.length > 0) await this.#pay(db, skipped, nowMs);
      return new Set(skipped);
    });
  }

  /** due → passed or unchecked: the miner is paid. */
  async accept(taskId: Hex, to: 'passed' | 'unchecked', change: Change, nowMs: number): Promise<boolean> {
    return this.#db.transaction(async (db) => {
      const moved = await this.#move(db, taskId, 'due', { ...change, state: to, decidedAt: nowMs });
      if (moved !== undefined) await this.#pay(db, [taskId], nowMs);
      return moved !== undefined;
    });
  }

  /** disputed → passed: a jury found the result right, and the miner is paid. */
  async acquit(taskId: Hex, nowMs: number): Promise<boolean> {
    return this.#db.transaction(async (db) => {
      const moved = await this.#move(db, taskId, 'disputed', { state: 'passed' });
      if (moved !== undefined) await this.#pay(db, [taskId], nowMs);
      return moved !== undefined;
    });
  }

  /** due → withheld or disputed: the miner is not paid, and none of its other results is left to a draw. */
  async refuse(taskId: Hex, to: 'withheld' | 'disputed', change: Change, nowMs: number): Promise<boolean> {
    return this.#db.transaction(async (db) => {
      const moved = await this.#move(db, taskId, 'due', { ...change, state: to, decidedAt: nowMs });
      if (moved === undefined) return false;
      await db
        .update(audits)
        .set({ state: 'due' })
        .where(and(eq(audits.miner, moved.miner), eq(audits.state, 'waiting')));
      return true;
    });
  }

  /** What became known of a result, whatever its state. */
  async note(taskId: Hex, change: Omit<Change, 'drawHash'>): Promise<void> {
    await this.#db.update(audits).set(change).where(eq(audits.taskId, taskId));
  }

  async attachCase(taskId: Hex, caseId: string): Promise<void> {
    await this.#db.update(audits).set({ caseId }).where(eq(audits.taskId, taskId));
  }

  /** The task that was begun to compare its result with this one's. */
  async replicaOf(taskId: Hex): Promise<Hex | undefined> {
    const [row] = await this.#db.select({ id: tasks.id }).from(tasks).where(eq(tasks.replicaOf, taskId));
    return row?.id;
  }

  /** Number of results by state. */
  async countByState(): Promise<Map<AuditState, number>> {
    const rows = await this.#db
      .select({ state: audits.state, count: sql<number>`count(*)::int` })
      .from(audits)
      .groupBy(audits.state);
    return new Map(rows.map(({ state, count }) => [state, count]));
  }

  /** Number of results by state, of each of these miners that has any. */
  async countByMiner(miners: readonly Address[]): Promise<Map<Address, Map<AuditState, number>>> {
    const counted = new Map<Address, Map<AuditState, number>>();
    for (let at = 0; at < miners.length; at += MINERS_A_QUERY) {
      const rows = await this.#db
        .select({ miner: audits.miner, state: audits.state, count: sql<number>`count(*)::int` })
        .from(audits)
        .where(inArray(audits.miner, miners.slice(at, at + MINERS_A_QUERY)))
        .groupBy(audits.miner, audits.state);
      for (const { miner, state, count } of rows)
        counted.set(miner, (counted.get(miner) ?? new Map()).set(state, count));
    }
    return counted;
  }

  async #pay(db: Database, taskIds: readonly Hex[], nowMs: number): Promise<void> {
    const paid = await db
      .update(payments)
      .set({ paidAt: nowMs })
      .where(and(inArray(payments.taskId, [...taskIds]), isNull(payments.paidAt)))
      .returning({ miner: payments.miner, amount: payments.amount });
    if (paid.length < taskIds.length)
      throw new Error(`One of ${taskIds.join(', ')} was paid before its audit was over.`);
    const earned = new Map<Address, bigint>();
    for (const { miner, amount } of paid) earned.set(miner, (earned.get(miner) ?? 0n) + amount);
    for (const [miner, amount] of earned) await credit(db, miner, amount);
  }

  /** @returns whose result it is; undefined when its state did not allow it */
  async #move(
    db: Database,
    taskId: Hex,
    from: AuditState,
    change: Change & Partial<Pick<AuditRecord, 'state' | 'decidedAt'>>,
  ): Promise<{ miner: Address } | undefined> {
    const [moved] = await db
      .update(audits)
      .set(change)
      .where(and(eq(audits.taskId, taskId), eq(audits.state, from)))
      .returning({ miner: audits.miner });
    return moved;
  }
}
