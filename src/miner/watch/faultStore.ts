import { createStore, del, get, set, update, values } from 'idb-keyval';
import type { Hex } from 'viem';
import { z } from 'zod';
import { type DrawReport, drawReportId, drawReportSchema } from '#protocol/court/drawReport.ts';

/**
 * `found`: nobody was told yet. `handed`: a coordinator has taken it and will send it. `punished`: the chain
 * shows the slash. `late`: the chain has forgotten the draw's block, so nobody can prove it any more.
 */
export const FAULT_STATES = ['found', 'handed', 'punished', 'late'] as const;
export type FaultState = (typeof FAULT_STATES)[number];

/** As IndexedDB keeps it; amounts are decimal strings, as they travel. */
const recordSchema = z.object({
  report: z.unknown().transform((report, context) => {
    const read = drawReportSchema.safeParse(report);
    if (read.success) return read.data;
    context.addIssue('no report');
    return z.NEVER;
  }),
  /** The accused node, as a decimal number. */
  nodeId: z.string().regex(/^\d+$/),
  state: z.enum(FAULT_STATES),
  /** Unix seconds. */
  noticedAt: z.number(),
});

/** A wrong draw that this tab has seen. */
export interface FaultRecord {
  readonly id: Hex;
  readonly report: DrawReport;
  readonly nodeId: bigint;
  readonly state: FaultState;
  /** Unix seconds. */
  readonly noticedAt: number;
}

/** The evidence of wrong draws that a tab has seen: it outlives a reload. */
export interface FaultStore {
  /** Newest first. */
  all(): Promise<FaultRecord[]>;
  find(id: Hex): Promise<FaultRecord | undefined>;
  /** Keeps evidence that is new. @returns false when it is known, or the node has as much as is kept */
  note(report: DrawReport, nodeId: bigint, nowSeconds: number): Promise<boolean>;
  move(id: Hex, state: FaultState): Promise<void>;
  /** The contract finds no fault in it. */
  drop(id: Hex): Promise<void>;
  /** Drops what is older than KEPT_S. */
  forgetOld(nowSeconds: number): Promise<void>;
}

/** Evidence against one node: 4 MB at the most, and as many slashes as take all that the cap allows. */
export const MOST_KEPT_EACH = 30;
/** No network takes evidence that is older, in seconds. */
export const KEPT_S = 30 * 24 * 3_600;

/** A record that was edited or written by another version counts as none. */
function readRecord(record: unknown): FaultRecord | undefined {
  const read = recordSchema.safeParse(record);
  if (!read.success) return undefined;
  const { report, nodeId, ...rest } = read.data;
  return { ...rest, report, id: drawReportId(report), nodeId: BigInt(nodeId) };
}

/** Amounts as decimal strings, which the schema of reports reads back. */
const plainReport = (report: DrawReport): unknown =>
  JSON.parse(JSON.stringify(report, (_, value) => (typeof value === 'bigint' ? value.toString() : value)));

/**
 * The store in IndexedDB.
 * @param scope names the chain, the contract and the miner key
 */
export function openFaultStore(scope: string): FaultStore {
  const store = createStore(`cuckoo-faults-${scope}`, 'draws');
  const all = async () =>
    (await values(store))
      .flatMap((record) => readRecord(record) ?? [])
      .sort((a, b) => b.noticedAt - a.noticedAt || (a.id < b.id ? -1 : 1));
  const forgetOld = async (nowSeconds: number) => {
    for (const { id, noticedAt } of await all()) if (noticedAt < nowSeconds - KEPT_S) await del(id, store);
  };
  return {
    all,
    find: async (id) => readRecord(await get(id, store)),
    note: async (report, nodeId, nowSeconds) => {
      await forgetOld(nowSeconds);
      const kept = await all();
      const id = drawReportId(report);
      const ofNode = kept.filter((each) => each.nodeId === nodeId);
      if (ofNode.length >= MOST_KEPT_EACH || kept.some((each) => each.id === id)) return false;
      const record = { report: plainReport(report), nodeId: String(nodeId), state: 'found' };
      await set(id, { ...record, noticedAt: nowSeconds }, store);
      return true;
    },
    move: (id, state) =>
      update<unknown>(id, (record) => (record === undefined ? record : { ...record, state }), store),
    drop: (id) => del(id, store),
    forgetOld,
  };
}
