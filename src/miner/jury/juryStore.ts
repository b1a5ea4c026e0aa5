import { createStore, delMany, get, update, values } from 'idb-keyval';
import { z } from 'zod';
import { LOAN_PROBLEMS } from '#miner/models/modelLoanError.ts';
import type { JuryId, OpenedVote, SealedVote } from '#protocol/court/vote.ts';
import { hashField, signatureField } from '#protocol/fields.ts';
import { refusalCodeSchema } from '#protocol/refusal.ts';

const findingSchema = z.enum(['right', 'wrong', 'unavailable']);

/** A jury as IndexedDB keeps it: with bigints. */
const recordSchema = z.object({
  jury: z.object({ caseId: z.bigint(), round: z.number() }),
  nodeId: z.bigint(),
  seats: z.number(),
  /** Unix seconds. */
  noticedAt: z.number(),
  vote: z
    .object({
      opened: z.object({ nodeId: z.bigint(), finding: findingSchema, distance: z.bigint(), salt: hashField }),
      sealed: z.object({ nodeId: z.bigint(), vote: hashField, signature: signatureField }),
      /** Why the evidence counts as unavailable. */
      reason: z.union([refusalCodeSchema, z.enum(LOAN_PROBLEMS)]).nullable(),
    })
    .optional(),
  /** Once nothing can change any more. */
  outcome: z
    .object({
      verdict: findingSchema.nullable(),
      result: z.enum(['paid', 'owed', 'fined', 'finable', 'none']),
      amountWei: z.string().regex(/^\d+$/),
    })
    .optional(),
});

/** What a tab keeps of a jury on which its node has seats. */
export type JuryRecord = z.output<typeof recordSchema>;

/** A vote with the salt that opens it. */
export interface KeptVote {
  readonly opened: OpenedVote;
  readonly sealed: SealedVote;
  readonly reason: NonNullable<JuryRecord['vote']>['reason'];
}

/**
 * The juries of this tab's node. A vote is kept before anybody sees it: without its salt it cannot be opened,
 * and its node is fined. There is one vote of each jury, so a tab that was closed meanwhile never seals
 * another.
 */
export interface JuryStore {
  /** Newest first. */
  all(): Promise<JuryRecord[]>;
  /** Keeps a jury unless it is known. @returns what is kept */
  note(record: JuryRecord): Promise<JuryRecord>;
  /** Keeps the vote of a known jury unless it has one. @returns the vote that stands */
  seal(jury: JuryId, vote: KeptVote): Promise<KeptVote>;
  /** Keeps how it ended. */
  close(jury: JuryId, outcome: NonNullable<JuryRecord['outcome']>): Promise<void>;
}

/** Juries that are kept once they have ended. */
const MOST_ENDED = 100;

/** A record that was edited or written by another version counts as none. */
const readRecord = (record: unknown): JuryRecord | undefined => recordSchema.safeParse(record).data;

const keyOf = ({ caseId, round }: JuryId): string => `${caseId}-${round}`;

const newestFirst = (a: JuryRecord, b: JuryRecord): number =>
  b.noticedAt - a.noticedAt || Number(b.jury.caseId - a.jury.caseId) || b.jury.round - a.jury.round;

/**
 * The store in IndexedDB.
 * @param scope names the chain, the contract and the miner key
 */
export function openJuryStore(scope: string): JuryStore {
  const store = createStore(`cuckoo-juries-${scope}`, 'juries');
  const all = async () =>
    (await values(store)).flatMap((record) => readRecord(record) ?? []).sort(newestFirst);
  const change = async (jury: JuryId, changed: (known: JuryRecord) => JuryRecord): Promise<JuryRecord> => {
    await update<unknown>(
      keyOf(jury),
      (record) => {
        const known = readRecord(record);
        return known === undefined ? record : changed(known);
      },
      store,
    );
    const kept = readRecord(await get(keyOf(jury), store));
    if (kept === undefined) throw new Error(`jury ${keyOf(jury)} is not kept`);
    return kept;
  };
  return {
    all,
    note: async (record) => {
      const ended = (await all()).filter(({ outcome }) => outcome !== undefined);
      const old = ended.slice(MOST_ENDED - 1).map(({ jury }) => keyOf(jury));
      if (old.length > 0) await delMany(old, store);
      await update<unknown>(keyOf(record.jury), (known) => readRecord(known) ?? record, store);
      return change(record.jury, (known) => known);
    },
    seal: async (jury, vote) =>
      (await change(jury, (known) => ({ ...known, vote: known.vote ?? vote }))).vote!,
    close: async (jury, outcome) => void (await change(jury, (known) => ({ ...known, outcome }))),
  };
}
