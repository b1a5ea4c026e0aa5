import { eq } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import type { Database } from '#coordinator/store/database.ts';
import { outgoing } from '#coordinator/store/schema.ts';
import type { Fees } from '#coordinator/wallet/transactionFees.ts';

/** The operator key's transaction that is not known to be in a block. There is one at most. */
export interface Outgoing extends Fees {
  readonly nonce: number;
  readonly to: Address;
  readonly data: Hex;
  /** Units of gas. */
  readonly gas: bigint;
  /** Of all that were sent with this nonce, oldest first: any of them may be mined. */
  readonly hashes: readonly Hex[];
  /** When it was first sent, and last with other fees, in ms since 1970. */
  readonly sentAtMs: number;
  readonly raisedAtMs: number;
}

const ONLY_ROW = 1;

/** Keeps it over a restart. It is stored before it is sent, so that no transaction is forgotten. */
export class OutgoingStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async load(): Promise<Outgoing | undefined> {
    const [row] = await this.#db.select().from(outgoing);
    return row;
  }

  async save(sent: Outgoing): Promise<void> {
    const row = { id: ONLY_ROW, ...sent, hashes: [...sent.hashes] };
    await this.#db.insert(outgoing).values(row).onConflictDoUpdate({ target: outgoing.id, set: row });
  }

  async clear(): Promise<void> {
    await this.#db.delete(outgoing).where(eq(outgoing.id, ONLY_ROW));
  }
}
