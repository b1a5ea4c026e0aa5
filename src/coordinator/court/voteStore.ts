import { and, eq, lt } from 'drizzle-orm';
import type { Hex } from 'viem';
import type { Database } from '#coordinator/store/database.ts';
import { votes } from '#coordinator/store/schema.ts';
import { type JuryId, type OpenedVote, type SealedVote, sealOf } from '#protocol/court/vote.ts';

/** What is known of one juror's vote. */
export interface StoredVote {
  round: number;
  nodeId: bigint;
  /** `sealOf` the vote. */
  seal: Hex;
  /** Undefined where it was sealed through another coordinator. */
  sealed: SealedVote | undefined;
  opened: OpenedVote | undefined;
}

const juryIs = ({ caseId, round }: JuryId) => and(eq(votes.caseId, caseId), eq(votes.round, round));

/** The votes that this coordinator sends to the chain for jurors. */
export class VoteStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Keeps a sealed vote. A node's first one stands.
   * @returns false when another one of this node is kept
   */
  async seal(jury: JuryId, sealed: SealedVote, keptUntil: number): Promise<boolean> {
    const { nodeId, vote: seal, signature } = sealed;
    await this.#db
      .insert(votes)
      .values({ ...jury, nodeId, seal, signature, keptUntil })
      .onConflictDoNothing();
    return (await this.find(jury, nodeId))?.seal === seal;
  }

  /**
   * Keeps an opened vote, in place of whatever else is kept of this node.
   */
  async open(jury: JuryId, opened: OpenedVote, keptUntil: number): Promise<void> {
    const { nodeId, finding, distance, salt } = opened;
    const seal = sealOf(jury, opened);
    const kept = await this.find(jury, nodeId);
    const signature = kept?.seal === seal ? (kept.sealed?.signature ?? null) : null;
    const row = { seal, signature, finding, distance, salt };
    await this.#db
      .insert(votes)
      .values({ ...jury, nodeId, ...row, keptUntil })
      .onConflictDoUpdate({ target: [votes.caseId, votes.round, votes.nodeId], set: row });
  }

  async find(jury: JuryId, nodeId: bigint): Promise<StoredVote | undefined> {
    const [row] = await this.#db
      .select()
      .from(votes)
      .where(and(juryIs(jury), eq(votes.nodeId, nodeId)));
    return row === undefined ? undefined : toStoredVote(row);
  }

  async ofJury(jury: JuryId): Promise<StoredVote[]> {
    return (await this.#db.select().from(votes).where(juryIs(jury))).map(toStoredVote);
  }

  /** Deletes what need not be kept any more. */
  async forget(nowMs: number): Promise<void> {
    await this.#db.delete(votes).where(lt(votes.keptUntil, nowMs));
  }
}

function toStoredVote(row: typeof votes.$inferSelect): StoredVote {
  const { round, nodeId, seal, signature, finding, distance, salt } = row;
  return {
    ...{ round, nodeId, seal },
    sealed: signature === null ? undefined : { nodeId, vote: seal, signature },
    opened:
      finding === null || distance === null || salt === null
        ? undefined
        : { nodeId, finding, distance, salt },
  };
}
