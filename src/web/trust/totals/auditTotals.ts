import type { AuditState } from '#protocol/task/auditState.ts';
import type { NodeRecord } from '#web/nodeRecords/mergeRecords.ts';

/** Results of all miners, as all coordinators that audit count them. */
export interface AuditTotals {
  /** Miners that delivered any. */
  miners: number;
  delivered: number;
  /** Those whose audit came to an end: passed, withheld and disputed together. */
  audited: number;
  passed: number;
  /** Found wrong. */
  disputed: number;
  /** Their miners did not hand over what they had signed. */
  withheld: number;
  /** Were to be audited, and nobody could. */
  unchecked: number;
  /** Wait for their draw or their audit. */
  open: number;
}

/** Adds up what coordinators say of all nodes. Each counts the results that it got itself. */
export function auditTotals(records: Iterable<NodeRecord>): AuditTotals {
  const counts: Partial<Record<AuditState, number>> = {};
  let miners = 0;
  for (const { results, said } of records) {
    if (results !== undefined && results.delivered > 0) miners++;
    for (const { record } of said)
      for (const [state, count] of Object.entries(record.results ?? {}))
        counts[state as AuditState] = (counts[state as AuditState] ?? 0) + count;
  }
  const { passed = 0, disputed = 0, withheld = 0, unchecked = 0, waiting = 0, due = 0, skipped = 0 } = counts;
  const audited = passed + disputed + withheld;
  const open = waiting + due;
  const delivered = audited + unchecked + open + skipped;
  return { miners, delivered, audited, passed, disputed, withheld, unchecked, open };
}
