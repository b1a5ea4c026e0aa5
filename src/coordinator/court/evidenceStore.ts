import { desc, eq, lt, sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Hex } from 'viem';
import { CourtError } from '#coordinator/court/chain/courtError.ts';
import type { Database } from '#coordinator/store/database.ts';
import { evidence } from '#coordinator/store/schema.ts';
import { evidenceHashOf, evidenceIdOf, type ReadEvidence, readEvidence } from '#protocol/court/evidence.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/** Bundles kept at hand: all jurors of a case ask for the same one. */
const RECENT = 2;
const SIZE = sql`octet_length(${evidence.bytes})`;

/** The bundles of evidence that this coordinator serves. */
export class EvidenceStore {
  readonly #db: Database;
  readonly #network: NetworkIdentity;
  readonly #maxBytes: number;
  readonly #log: Logger;
  readonly #recent = new Map<Hex, Uint8Array<ArrayBuffer>>();
  /** Bundles that are being read: who asks meanwhile gets the same bytes. */
  readonly #reading = new Map<Hex, Promise<Uint8Array<ArrayBuffer> | undefined>>();

  /** @param deps.maxBytes of all bundles together */
  constructor(deps: { db: Database; network: NetworkIdentity; maxBytes: number; log: Logger }) {
    this.#db = deps.db;
    this.#network = deps.network;
    this.#maxBytes = deps.maxBytes;
    this.#log = deps.log;
  }

  /**
   * Keeps a bundle, if its hashes and signatures are right.
   * @param keptUntilMs ms since 1970; a bundle that is put again is kept until the later moment
   * @throws RefusalError as `readEvidence`
   * @throws CourtError EVIDENCE_FULL
   */
  async put(bytes: Uint8Array, keptUntilMs: number): Promise<ReadEvidence & { hash: Hex }> {
    const read = await readEvidence(this.#network, bytes);
    const hash = evidenceHashOf(bytes);
    const about = evidenceIdOf(read.claim);
    const known = await this.#db
      .update(evidence)
      .set({ about, keptUntil: sql`greatest(${evidence.keptUntil}, ${keptUntilMs})` })
      .where(eq(evidence.hash, hash))
      .returning({ hash: evidence.hash });
    if (known.length > 0) return { ...read, hash };
    const used = sql<string>`coalesce(sum(${SIZE}), 0)`;
    const [all] = await this.#db.select({ used }).from(evidence);
    if (Number(all!.used) + bytes.byteLength > this.#maxBytes) {
      this.#log.error(
        { bytes: bytes.byteLength, maxBytes: this.#maxBytes },
        'evidence was not kept, so no case is opened with it: the store is full until old cases are over; ' +
          'allow it more',
      );
      throw new CourtError('EVIDENCE_FULL', 'The store of evidence is full until old cases are over.');
    }
    await this.#db
      .insert(evidence)
      .values({ hash, about, bytes, keptUntil: keptUntilMs })
      .onConflictDoNothing();
    return { ...read, hash };
  }

  async has(hash: Hex): Promise<boolean> {
    const rows = await this.#db.select({ hash: evidence.hash }).from(evidence).where(eq(evidence.hash, hash));
    return rows.length > 0;
  }

  /** @returns undefined when it is not kept here */
  async get(hash: Hex): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const recent = this.#recent.get(hash);
    if (recent !== undefined) return recent;
    const reading = this.#reading.get(hash) ?? this.#read(hash).finally(() => this.#reading.delete(hash));
    this.#reading.set(hash, reading);
    return reading;
  }

  async #read(hash: Hex): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const [row] = await this.#db
      .select({ bytes: evidence.bytes })
      .from(evidence)
      .where(eq(evidence.hash, hash));
    if (row === undefined) return undefined;
    const bytes = new Uint8Array(row.bytes);
    this.#recent.set(hash, bytes);
    if (this.#recent.size > RECENT) this.#recent.delete(this.#recent.keys().next().value!);
    return bytes;
  }

  /** The result that a bundle is about, as `evidenceIdOf` names it; undefined where that is not known. */
  async resultOf(hash: Hex): Promise<Hex | undefined> {
    const [row] = await this.#db
      .select({ about: evidence.about })
      .from(evidence)
      .where(eq(evidence.hash, hash));
    return row?.about ?? undefined;
  }

  /**
   * The largest bundle about a result, which has the most of its trace: all were checked by us.
   * @param id `evidenceIdOf` the result
   * @returns undefined when there is none
   */
  async about(id: Hex): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const [row] = await this.#db
      .select({ hash: evidence.hash })
      .from(evidence)
      .where(eq(evidence.about, id))
      .orderBy(desc(SIZE))
      .limit(1);
    return row && this.get(row.hash);
  }

  /** Whether a bundle about a result is kept. @param id `evidenceIdOf` the result */
  async hasAbout(id: Hex): Promise<boolean> {
    const rows = await this.#db
      .select({ hash: evidence.hash })
      .from(evidence)
      .where(eq(evidence.about, id))
      .limit(1);
    return rows.length > 0;
  }

  /** Deletes what need not be kept any more. */
  async forget(nowMs: number): Promise<void> {
    const gone = await this.#db
      .delete(evidence)
      .where(lt(evidence.keptUntil, nowMs))
      .returning({ hash: evidence.hash });
    for (const { hash } of gone) this.#recent.delete(hash);
  }
}
