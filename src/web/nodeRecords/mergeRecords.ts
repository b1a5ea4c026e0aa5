import type { ApiNodeRecord } from '#protocol/messages/apiNode.ts';

/** A coordinator, and what it says of nodes. */
export interface Witness {
  /** Of its node. */
  id: bigint;
  name: string;
  /** Undefined while it is asked, and if it does not answer. */
  records: readonly ApiNodeRecord[] | undefined;
}

/** A node's results, as one or more coordinators count them. */
export interface Results {
  /** All that it delivered. */
  delivered: number;
  /** Those of them whose audit came to an end: passed, withheld and disputed together. */
  audited: number;
  passed: number;
  /** It did not hand over what it had signed. */
  withheld: number;
  /** Found wrong. */
  disputed: number;
}

/** Tasks that were handed to a node and are over for it, and how many of them it delivered. */
export type Calls = ApiNodeRecord['calls'];

/** What one coordinator says of a node. */
export interface Statement {
  /** The coordinator: its node, and its name, which need not be unique. */
  byId: bigint;
  by: string;
  record: ApiNodeRecord;
  /** Undefined where it audits nothing. */
  results: Results | undefined;
}

/** A node's record at all coordinators that answered. */
export interface NodeRecord {
  /** Undefined where no coordinator audits it. */
  results: Results | undefined;
  calls: Calls;
  isOnline: boolean;
  /** Unix seconds; undefined where nobody knows. */
  seenAt: number | undefined;
  said: Statement[];
}

function resultsOf({ results }: ApiNodeRecord): Results | undefined {
  if (results === null) return undefined;
  const { passed, withheld, disputed } = results;
  const delivered = Object.values(results).reduce((sum, count) => sum + count, 0);
  return { delivered, audited: passed + withheld + disputed, passed, withheld, disputed };
}

const sum = (one: Results, other: Results): Results => ({
  delivered: one.delivered + other.delivered,
  audited: one.audited + other.audited,
  passed: one.passed + other.passed,
  withheld: one.withheld + other.withheld,
  disputed: one.disputed + other.disputed,
});

const NO_CALLS: Calls = { sent: 0, answered: 0 };

/**
 * What coordinators say of nodes, by node id. Each counts the results that it got itself, so they add up.
 */
export function mergeRecords(witnesses: readonly Witness[]): ReadonlyMap<string, NodeRecord> {
  const merged = new Map<string, NodeRecord>();
  for (const { id, name, records } of witnesses) {
    for (const record of records ?? []) {
      const known = merged.get(record.node);
      const results = resultsOf(record);
      const { sent, answered } = known?.calls ?? NO_CALLS;
      const seen = [known?.seenAt, record.last_seen_at].filter((at) => at !== undefined && at !== null);
      merged.set(record.node, {
        results: known?.results && results ? sum(known.results, results) : (known?.results ?? results),
        calls: { sent: sent + record.calls.sent, answered: answered + record.calls.answered },
        isOnline: (known?.isOnline ?? false) || record.online,
        seenAt: seen.length === 0 ? undefined : Math.max(...seen),
        said: [...(known?.said ?? []), { byId: id, by: name, record, results }],
      });
    }
  }
  return merged;
}
