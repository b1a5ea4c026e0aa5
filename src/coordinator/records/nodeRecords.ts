import type { Logger } from 'pino';
import type { Address } from 'viem';
import { readMany } from '#chain/rpc/readMany.ts';
import type { AbsenceStore } from '#coordinator/channels/absenceStore.ts';
import { isPresent, type MinerPool } from '#coordinator/miners/minerPool.ts';
import type { CallCounts } from '#coordinator/records/countCalls.ts';
import type { FollowedRoster } from '#coordinator/scheduler/assigner.ts';
import type { AccountStore } from '#coordinator/store/accountStore.ts';
import type { AuditStore } from '#coordinator/store/auditStore.ts';
import { AUDIT_STATES, type AuditState } from '#protocol/task/auditState.ts';

/** How long it is taken as known which miners there are, in ms: a newcomer is shown within a minute. */
const MINERS_MS = 60_000;
/** How long a node's counts and absences are given again, in ms: counting reads each result and each call. */
const COUNTS_MS = 30_000;

export type ResultCounts = Record<AuditState, number>;

/** A node as this coordinator knows it. */
export interface NodeRecord {
  nodeId: bigint;
  isOnline: boolean;
  /** In ms since 1970; undefined where it is not known. */
  seenAtMs: number | undefined;
  /** Undefined where nothing is audited. */
  results: ResultCounts | undefined;
  calls: CallCounts;
}

export interface NodeRecordsDeps {
  accounts: Pick<AccountStore, 'miners'>;
  /** Undefined where nothing is audited. */
  audits: Pick<AuditStore, 'countByMiner'> | undefined;
  /** Counts the calls of each of these miners that had any. */
  countCalls(miners: readonly Address[]): Promise<ReadonlyMap<Address, CallCounts>>;
  absences: Pick<AbsenceStore, 'since'>;
  pool: Pick<MinerPool, 'of' | 'seenAt'>;
  roster: Pick<FollowedRoster, 'current'>;
  /** The node that a key serves or has served, from the chain; 0 for an unknown key. */
  readNodeId(operator: Address): Promise<bigint>;
  log: Logger;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** A node and its keys. */
interface Known {
  nodeId: bigint;
  keys: Address[];
}

type Counts = Pick<NodeRecord, 'results' | 'calls'>;

const NO_RESULTS = Object.fromEntries(AUDIT_STATES.map((state) => [state, 0])) as ResultCounts;

/**
 * What this coordinator knows of the miners that ever worked for it. It counts by node, so that a new key is
 * no new record, and reads the database seldom, however often it is asked.
 */
export class NodeRecords {
  readonly #deps: NodeRecordsDeps;
  /** It never changes which node a key belongs to. */
  readonly #nodeOf = new Map<Address, bigint>();
  readonly #counts = new Map<bigint, { counts: Promise<Counts>; until: number }>();
  #known: { nodes: Promise<Known[]>; until: number } | undefined;
  #absences: { since: Promise<ReadonlyMap<Address, number>>; until: number } | undefined;

  constructor(deps: NodeRecordsDeps) {
    this.#deps = deps;
  }

  /** Nodes with greater ids than `after`, in ascending order. */
  async page(after: bigint, limit: number): Promise<{ records: NodeRecord[]; hasMore: boolean }> {
    const nodes = await this.#nodes();
    const first = nodes.findIndex(({ nodeId }) => nodeId > after);
    const shown = first === -1 ? [] : nodes.slice(first, first + limit);
    const [absentSince, counts] = await Promise.all([this.#absentSince(), this.#count(shown)]);
    return {
      records: shown.map((node, at) => this.#recordOf(node, absentSince, counts[at]!)),
      hasMore: first !== -1 && first + limit < nodes.length,
    };
  }

  #recordOf({ nodeId, keys }: Known, absentSince: ReadonlyMap<Address, number>, counts: Counts): NodeRecord {
    const { pool, nowMs, uptimeMs } = this.#deps;
    const seen = keys.flatMap((key) => {
      const seenAt = pool.seenAt(key);
      // What is known from before a restart is when its absence was noted.
      return seenAt === undefined ? (absentSince.get(key) ?? []) : nowMs() - (uptimeMs() - seenAt);
    });
    return {
      nodeId,
      isOnline: keys.some((key) => {
        const session = pool.of(key);
        return session !== undefined && isPresent(session, uptimeMs());
      }),
      seenAtMs: seen.length === 0 ? undefined : Math.max(...seen),
      ...counts,
    };
  }

  /** Of each node. What was not counted lately is counted, once for all who ask meanwhile. */
  async #count(nodes: readonly Known[]): Promise<Counts[]> {
    const { audits, countCalls, uptimeMs } = this.#deps;
    const now = uptimeMs();
    const stale = nodes.filter(({ nodeId }) => (this.#counts.get(nodeId)?.until ?? 0) <= now);
    const staleKeys = stale.flatMap(({ keys }) => keys);
    const counting =
      stale.length > 0
        ? Promise.all([audits?.countByMiner(staleKeys), countCalls(staleKeys)] as const)
        : undefined;
    for (const { nodeId, keys } of stale) {
      const counts = counting!.then(([results, calls]) => ({
        results: results && addUp(keys, results),
        calls: addUpCalls(keys, calls),
      }));
      const kept = { counts, until: now + COUNTS_MS };
      this.#counts.set(nodeId, kept);
      counts.catch(() => {
        kept.until = 0;
      });
    }
    return Promise.all(nodes.map(({ nodeId }) => this.#counts.get(nodeId)!.counts));
  }

  #absentSince(): Promise<ReadonlyMap<Address, number>> {
    const now = this.#deps.uptimeMs();
    if (this.#absences === undefined || this.#absences.until <= now) {
      const absences = { since: this.#deps.absences.since(), until: now + COUNTS_MS };
      this.#absences = absences;
      absences.since.catch(() => {
        absences.until = 0;
      });
    }
    return this.#absences.since;
  }

  #nodes(): Promise<Known[]> {
    const now = this.#deps.uptimeMs();
    if (this.#known === undefined || this.#known.until <= now) {
      const known = { nodes: this.#readNodes(), until: now + MINERS_MS };
      this.#known = known;
      known.nodes.catch(() => {
        known.until = 0;
      });
    }
    return this.#known.nodes;
  }

  async #readNodes(): Promise<Known[]> {
    const { accounts, roster, readNodeId, log } = this.#deps;
    for (const { operator, id } of roster.current().miners) this.#nodeOf.set(operator, id);
    const keys = await accounts.miners();
    await readMany(
      keys.filter((key) => !this.#nodeOf.has(key)),
      async (key) => {
        try {
          const nodeId = await readNodeId(key);
          if (nodeId !== 0n) this.#nodeOf.set(key, nodeId);
        } catch (error) {
          log.debug({ err: error, miner: key }, 'could not read which node a key belongs to');
        }
      },
    );
    const byNode = new Map<bigint, Known>();
    for (const key of keys) {
      const nodeId = this.#nodeOf.get(key);
      if (nodeId === undefined) continue;
      const node = byNode.get(nodeId) ?? { nodeId, keys: [] };
      node.keys.push(key);
      byNode.set(nodeId, node);
    }
    return [...byNode.values()].sort((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
  }
}

function addUp(
  keys: readonly Address[],
  byKey: ReadonlyMap<Address, ReadonlyMap<AuditState, number>>,
): ResultCounts {
  const counts = { ...NO_RESULTS };
  for (const key of keys) for (const [state, count] of byKey.get(key) ?? []) counts[state] += count;
  return counts;
}

function addUpCalls(keys: readonly Address[], byKey: ReadonlyMap<Address, CallCounts>): CallCounts {
  const counts = keys.flatMap((key) => byKey.get(key) ?? []);
  const sumOf = (name: keyof CallCounts) => counts.reduce((sum, each) => sum + each[name], 0);
  return { sent: sumOf('sent'), answered: sumOf('answered') };
}
