import { asc } from 'drizzle-orm';
import { openFolderDatabase } from '#coordinator/store/database.ts';
import { audits, tasks } from '#coordinator/store/schema.ts';

/** A delivered result, as the coordinator's books have it after the run. */
export interface BookedResult {
  readonly miner: string;
  readonly model: string;
  readonly state: string;
  readonly isDoubted: boolean;
  readonly isReplica: boolean;
  /** Of the order; a replica's is that of the task which it repeats. ms since 1970. */
  readonly orderedAt: number;
}

/** All results of a stopped coordinator, in the order in which they were asked for. */
export async function readBooks(folder: string): Promise<BookedResult[]> {
  const { db, close } = await openFolderDatabase(folder);
  try {
    const rows = await db.select().from(tasks).orderBy(asc(tasks.createdAt));
    const auditOf = new Map((await db.select().from(audits)).map((audit) => [audit.taskId, audit]));
    const createdAt = new Map(rows.map(({ id, createdAt }) => [id, createdAt]));
    return rows.flatMap(({ id, replicaOf, createdAt: own }) => {
      const audit = auditOf.get(id);
      if (audit === undefined) return [];
      const { miner, model, state, isDoubted } = audit;
      const orderedAt = (replicaOf === null ? undefined : createdAt.get(replicaOf)) ?? own;
      return [{ miner, model, state, isDoubted, isReplica: replicaOf !== null, orderedAt }];
    });
  } finally {
    await close();
  }
}
