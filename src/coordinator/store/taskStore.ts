import { and, eq, getTableColumns, gte, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { credit } from '#coordinator/store/credit.ts';
import type { Database } from '#coordinator/store/database.ts';
import { attempts, audits, payments, tasks } from '#coordinator/store/schema.ts';
import {
  type AttemptRecord,
  type PaymentRecord,
  type TaskFailure,
  type TaskRecord,
  toTaskRecord,
} from '#coordinator/store/taskRecord.ts';
import { COST_WITH_AUDIT } from '#protocol/messages/api.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import { type AttemptOutcome, statusesBefore, type TaskStatus } from '#protocol/task/taskLife.ts';
import type { TaskKind } from '#protocol/task/taskRequest.ts';

const { result: _result, ...taskColumns } = getTableColumns(tasks);

/** How an attempt of a task ended. */
export interface EndedAttempt {
  number: number;
  outcome: AttemptOutcome;
  reason: RefusalCode | null;
}

/** How a task ended without a result. */
export interface TaskEnd {
  status: 'failed' | 'cancelled' | 'expired';
  failure: TaskFailure;
  /** The attempt that was still open. */
  open: EndedAttempt | undefined;
}

/** Work of one model that was delivered in some time. */
export interface Delivered {
  kind: TaskKind;
  model: string;
  results: number;
  /** Steps of images, tokens of texts. */
  units: number;
  paidWei: bigint;
}

/** The task's status does not allow it: another writer moved it first. It rolls the transaction back. */
class LostTransition extends Error {
  override readonly name = 'LostTransition';
}

/**
 * The stored tasks. Each transition is one atomic update guarded by the statuses it may come from, so exactly
 * one of two concurrent transitions wins; the other returns `false` (or undefined) and changes nothing.
 */
export class TaskStore {
  readonly #db: Database;
  /** Tasks of which a transition failed, so that it may have been committed or not. */
  readonly #unsure = new Set<Hex>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** @returns false when there is a task of this id */
  async insert(
    task: Omit<TaskRecord, 'status' | 'finishedAt' | 'failure' | 'attempts' | 'payment' | 'audit'>,
  ): Promise<boolean> {
    const inserted = await this.#db
      .insert(tasks)
      .values({ ...task, excluded: [...task.excluded], status: 'queued' })
      .onConflictDoNothing()
      .returning({ id: tasks.id });
    return inserted.length === 1;
  }

  async find(id: Hex): Promise<TaskRecord | undefined> {
    // A query takes longer to be read than to be answered, so there are few.
    const [found] = await this.#db
      .select({ row: taskColumns, payment: payments, audit: audits })
      .from(tasks)
      .leftJoin(payments, eq(payments.taskId, tasks.id))
      .leftJoin(audits, eq(audits.taskId, tasks.id))
      .where(eq(tasks.id, id));
    if (found === undefined) return undefined;
    const attemptRows = await this.#db.select().from(attempts).where(eq(attempts.taskId, id));
    return toTaskRecord({ ...found, attemptRows });
  }

  /** The task that an assignment was made for. */
  async findByAssignment(digest: Hex): Promise<TaskRecord | undefined> {
    const [row] = await this.#db
      .select({ id: attempts.taskId })
      .from(attempts)
      .where(eq(attempts.digest, digest));
    return row === undefined ? undefined : this.find(row.id);
  }

  /** CBOR of the task's result; undefined when there is none or it was deleted. */
  async result(id: Hex): Promise<Uint8Array | undefined> {
    const [row] = await this.#db.select({ result: tasks.result }).from(tasks).where(eq(tasks.id, id));
    return row?.result ?? undefined;
  }

  /** Tasks that are not over, oldest first: those that a restart continues. */
  async unfinished(): Promise<TaskRecord[]> {
    const rows = await this.#db
      .select(taskColumns)
      .from(tasks)
      .where(inArray(tasks.status, ['queued', 'assigned', 'running']))
      .orderBy(tasks.createdAt);
    const ids = rows.map(({ id }) => id);
    const attemptRows = await this.#db.select().from(attempts).where(inArray(attempts.taskId, ids));
    return rows.map((row) => {
      const own = attemptRows.filter(({ taskId }) => taskId === row.id);
      return toTaskRecord({ row, attemptRows: own, payment: null, audit: null });
    });
  }

  /** queued → assigned, with the attempt. */
  assign(id: Hex, attempt: Omit<AttemptRecord, 'outcome' | 'reason'>): Promise<boolean> {
    const work = async (db: Database) => {
      await move(db, id, 'assigned');
      const assignment = { ...attempt.assignment, unitPrice: attempt.assignment.unitPrice.toString() };
      await db.insert(attempts).values({ ...attempt, taskId: id, assignment, outcome: 'open' });
    };
    return this.#transaction(id, work, (task) =>
      task.attempts.some(({ digest, outcome }) => digest === attempt.digest && outcome === 'open'),
    );
  }

  /** assigned → running. */
  begin(id: Hex): Promise<boolean> {
    return this.#transaction(
      id,
      (db) => move(db, id, 'running'),
      ({ status }) => status === 'running',
    );
  }

  /** assigned or running → queued: the open attempt has ended. */
  requeue(id: Hex, ended: EndedAttempt, nowMs: number): Promise<boolean> {
    const work = async (db: Database) => {
      await closeAttempt(db, id, ended, nowMs);
      await move(db, id, 'queued');
    };
    return this.#transaction(
      id,
      work,
      // Whatever ended it: the next try may give another reason.
      (task) => task.status === 'queued' && task.attempts[ended.number]?.outcome !== 'open',
    );
  }

  /**
   * Anything unfinished → failed, cancelled or expired. An attempt that is still open ends with `outcome`.
   */
  end(id: Hex, { status, failure, open }: TaskEnd, nowMs: number): Promise<boolean> {
    const work = async (db: Database) => {
      const { code, message } = failure;
      await move(db, id, status, { finishedAt: nowMs, errorCode: code, errorMessage: message });
      if (open !== undefined) await closeAttempt(db, id, open, nowMs);
    };
    return this.#transaction(id, work, (task) => task.status === status);
  }

  /**
   * running → done: the result, its payment, and either the audit that the payment waits for or the miner's
   * account, in one transaction.
   * @returns whether the task was still running
   */
  deliver(
    id: Hex,
    result: Uint8Array,
    payment: PaymentRecord,
    audit: Omit<typeof audits.$inferInsert, 'taskId'> | undefined,
  ): Promise<boolean> {
    const { attempt, miner, amount, deliveredAt } = payment;
    const work = async (db: Database) => {
      await closeAttempt(db, id, { number: attempt, outcome: 'delivered', reason: null }, deliveredAt);
      await move(db, id, 'done', { finishedAt: deliveredAt, result });
      await db.insert(payments).values({ ...payment, taskId: id });
      if (audit === undefined) await credit(db, miner, amount);
      else await db.insert(audits).values({ ...audit, taskId: id });
    };
    return this.#transaction(id, work, (task) => task.payment?.resultHash === payment.resultHash);
  }

  /** What each client's tasks have cost since a moment, in wei of CAI. Doing them again costs nothing. */
  async spentSince(moment: number): Promise<{ client: string; wei: bigint }[]> {
    const times = sql`case when ${tasks.isAuditOrdered} then ${COST_WITH_AUDIT}::int else 1 end`;
    const rows = await this.#db
      .select({ client: tasks.client, wei: sql<string>`sum(${payments.amount} * ${times})` })
      .from(payments)
      .innerJoin(tasks, eq(tasks.id, payments.taskId))
      .where(and(gte(payments.deliveredAt, moment), isNull(tasks.replicaOf)))
      .groupBy(tasks.client);
    return rows.map(({ client, wei }) => ({ client, wei: BigInt(wei) }));
  }

  /** What was delivered by tasks that ended since then, in ms since 1970, and what of it has been paid. */
  async delivered(sinceMs: number): Promise<Delivered[]> {
    return this.#db
      .select({
        ...{ kind: tasks.kind, model: tasks.model },
        results: sql<number>`count(*)::int`,
        units: sql<number>`sum(${payments.units})::float8`,
        paidWei:
          sql`coalesce(sum(${payments.amount}) filter (where ${payments.paidAt} is not null), 0)`.mapWith(
            BigInt,
          ),
      })
      .from(tasks)
      .innerJoin(payments, eq(payments.taskId, tasks.id))
      .where(gte(tasks.finishedAt, sinceMs))
      .groupBy(tasks.kind, tasks.model);
  }

  /** Number of tasks by status. */
  async countByStatus(): Promise<Map<TaskStatus, number>> {
    const rows = await this.#db
      .select({ status: tasks.status, count: sql<number>`count(*)::int` })
      .from(tasks)
      .groupBy(tasks.status);
    return new Map(rows.map(({ status, count }) => [status, count]));
  }

  /** Whether the database answers at all. */
  async answers(): Promise<boolean> {
    try {
      await this.#db.execute(sql`select 1`);
      return true;
    } catch {
      return false;
    }
  }

  /** Deletes prompts and results of tasks that ended before `moment`, and keeps their payments. */
  async forgetContents(moment: number): Promise<void> {
    await this.#db
      .update(tasks)
      .set({ request: null, result: null })
      .where(and(lt(tasks.finishedAt, moment), isNotNull(tasks.request)));
  }

  /**
   * One transition of a task. When the reply to its COMMIT is lost, nobody knows whether it happened: then,
   * or when it is tried again, the stored task is asked.
   * @param isDone whether the stored task shows that this transition has happened
   * @returns false when the task's status did not allow it
   */
  async #transaction(
    id: Hex,
    work: (db: Database) => Promise<void>,
    isDone: (task: TaskRecord) => boolean,
  ): Promise<boolean> {
    try {
      await this.#db.transaction(work);
    } catch (error) {
      const isLost = error instanceof LostTransition;
      if (!isLost) this.#unsure.add(id);
      else if (!this.#unsure.has(id)) return false;
      const stored = await this.find(id).catch(() => undefined);
      if (stored === undefined || !isDone(stored)) {
        if (isLost) return false;
        throw error;
      }
    }
    this.#unsure.delete(id);
    return true;
  }
}

async function move(
  db: Database,
  id: Hex,
  to: TaskStatus,
  values: Partial<typeof tasks.$inferInsert> = {},
): Promise<void> {
  const moved = await db
    .update(tasks)
    .set({ ...values, status: to })
    .where(and(eq(tasks.id, id), inArray(tasks.status, statusesBefore(to))))
    .returning({ id: tasks.id });
  if (moved.length === 0) throw new LostTransition();
}

async function closeAttempt(
  db: Database,
  id: Hex,
  { number, outcome, reason }: EndedAttempt,
  nowMs: number,
): Promise<void> {
  const closed = await db
    .update(attempts)
    .set({ outcome, reason, endedAt: nowMs })
    .where(and(eq(attempts.taskId, id), eq(attempts.number, number), eq(attempts.outcome, 'open')))
    .returning({ number: attempts.number });
  if (closed.length === 0) throw new LostTransition();
}
