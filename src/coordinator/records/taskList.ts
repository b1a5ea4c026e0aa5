import { and, desc, eq, inArray, isNotNull, isNull, lt, lte, or, type SQL } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import type { Database } from '#coordinator/store/database.ts';
import { attempts, payments, tasks } from '#coordinator/store/schema.ts';
import { MOST_TASKS_ON_A_PAGE, type TaskCursor } from '#protocol/task/apiTaskList.ts';
import type { TaskStatus } from '#protocol/task/taskLife.ts';
import type { TaskKind } from '#protocol/task/taskRequest.ts';

/** How long the newest tasks are given again, in ms, however many ask. */
export const NEWEST_MS = 2_000;

/** A task as anybody may know it. Times are in ms since 1970. */
export interface ListedTask {
  id: Hex;
  kind: TaskKind;
  model: string;
  status: TaskStatus;
  createdAt: number;
  finishedAt: number | null;
  /** Who delivered it, or has it now. */
  miner: Address | null;
  /** Wei of CAI; null until it is delivered. */
  amount: bigint | null;
}

export interface TaskListDeps {
  db: Database;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/**
 * All tasks of clients, those under way first, then those that ended last: the order of an index that is
 * there for other reasons. A task that repeats another to audit it is not among them: its miner must not see
 * that it is one.
 */
export class TaskList {
  readonly #deps: TaskListDeps;
  #newest: { tasks: Promise<ListedTask[]>; until: number } | undefined;

  constructor(deps: TaskListDeps) {
    this.#deps = deps;
  }

  /**
   * @param after undefined for the first page
   * @param limit 1..MOST_TASKS_ON_A_PAGE
   */
  async page(
    after: TaskCursor | undefined,
    limit: number,
  ): Promise<{ tasks: ListedTask[]; next: TaskCursor | null }> {
    const found = after === undefined ? await this.#readNewest() : await this.#read(after, limit + 1);
    const shown = found.slice(0, limit);
    return { tasks: shown, next: found.length > limit ? shown.at(-1)! : null };
  }

  #readNewest(): Promise<ListedTask[]> {
    const now = this.#deps.uptimeMs();
    if (this.#newest === undefined || this.#newest.until <= now) {
      const newest = { tasks: this.#read(undefined, MOST_TASKS_ON_A_PAGE + 1), until: now + NEWEST_MS };
      this.#newest = newest;
      // What failed is not kept: the next client asks again.
      newest.tasks.catch(() => {
        newest.until = 0;
      });
    }
    return this.#newest.tasks;
  }

  async #read(after: TaskCursor | undefined, count: number): Promise<ListedTask[]> {
    const { db } = this.#deps;
    const rows = await db
      .select({
        ...{ id: tasks.id, kind: tasks.kind, model: tasks.model, status: tasks.status },
        ...{ createdAt: tasks.createdAt, finishedAt: tasks.finishedAt },
        ...{ payee: payments.miner, amount: payments.amount },
      })
      .from(tasks)
      .leftJoin(payments, eq(payments.taskId, tasks.id))
      .where(and(isNull(tasks.replicaOf), after && isAfter(after)))
      // Those without an end come first.
      .orderBy(desc(tasks.finishedAt), desc(tasks.id))
      .limit(count);
    const running = rows.filter(({ finishedAt }) => finishedAt === null).map(({ id }) => id);
    const open =
      running.length === 0
        ? []
        : await db
            .select({ id: attempts.taskId, miner: attempts.miner })
            .from(attempts)
            .where(and(inArray(attempts.taskId, running), eq(attempts.outcome, 'open')));
    const minerOf = new Map(open.map(({ id, miner }) => [id, miner]));
    return rows.map(({ payee, ...task }) => ({ ...task, miner: payee ?? minerOf.get(task.id) ?? null }));
  }
}

function isAfter({ finishedAt, id }: TaskCursor): SQL | undefined {
  const isLater = lt(tasks.id, id);
  if (finishedAt === null) return or(isNotNull(tasks.finishedAt), isLater);
  return and(lte(tasks.finishedAt, finishedAt), or(lt(tasks.finishedAt, finishedAt), isLater));
}
