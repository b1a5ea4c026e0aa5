import { and, inArray, sql } from 'drizzle-orm';
import type { Address } from 'viem';
import { MINERS_A_QUERY } from '#coordinator/store/accountStore.ts';
import type { Database } from '#coordinator/store/database.ts';
import { attempts } from '#coordinator/store/schema.ts';
import type { AttemptOutcome } from '#protocol/task/taskLife.ts';

/** Tasks that were handed to a miner and are over for it. */
export interface CallCounts {
  sent: number;
  /** Of those: it delivered a result in time. */
  answered: number;
}

/** Those that the miner could still answer, or that its client took back, say nothing of it. */
const COUNTED = ['delivered', 'refused', 'lapsed', 'away'] as const satisfies readonly AttemptOutcome[];

/** Counts the calls of each of these miners that had any. */
export async function countCalls(
  db: Database,
  miners: readonly Address[],
): Promise<Map<Address, CallCounts>> {
  const counted = new Map<Address, CallCounts>();
  for (let at = 0; at < miners.length; at += MINERS_A_QUERY) {
    const rows = await db
      .select({
        miner: attempts.miner,
        sent: sql<number>`count(*)::int`,
        answered: sql<number>`(count(*) filter (where ${attempts.outcome} = 'delivered'))::int`,
      })
      .from(attempts)
      .where(
        and(
          inArray(attempts.miner, miners.slice(at, at + MINERS_A_QUERY)),
          inArray(attempts.outcome, COUNTED),
        ),
      )
      .groupBy(attempts.miner);
    for (const { miner, sent, answered } of rows) counted.set(miner, { sent, answered });
  }
  return counted;
}
