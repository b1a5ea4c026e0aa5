import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Hex } from 'viem';
import { CourtError } from '#coordinator/court/chain/courtError.ts';
import type { BundleReader, SoundBundle } from '#coordinator/court/evidence/reading/bundleReading.ts';
import type { Database } from '#coordinator/store/database.ts';
import { evidence } from '#coordinator/store/schema.ts';
import { RefusalError } from '#protocol/refusal.ts';

/** Bundles kept at hand: all jurors of a case ask for the same one. */
const RECENT = 2;
const SIZE = sql<number>`octet_length(${evidence.bytes})`;
/**
 * Copies that are kept about one result. Anybody may exhibit its bundle with fewer parts of the trace, each
 * under a hash of its own: so a larger one takes the smallest one's place. The accused may exhibit larger
 * ones that all leave out the step that it has faked: so one is made of all parts, and is the largest.
 */
const COPIES_A_RESULT = 4;

/**
 * The bundles of evidence that this coordinator serves: those of its own audits, and copies of what others
 * brought. Each kind has its own room, so copies never keep a case of its own from being opened.
 */
export class EvidenceStore {
  readonly #db: Database;
  readonly #reader: BundleReader;
  readonly #maxBytes: Record<'own' | 'copies', number>;
  readonly #log: Logger;
  readonly #recent = new Map<Hex, Uint8Array<ArrayBuffer>>();
  /** Bundles that are being read: who asks meanwhile gets the same bytes. */
  readonly #reading = new Map<Hex, Promise<Uint8Array<ArrayBuffer> | undefined>>();

  /** Copies are stored one after the other: together they must not take more than their room. */
  #copying: Promise<unknown> = Promise.resolve();

  /**
   * @param deps.reader of all that is kept
   * @param deps.maxBytes of all bundles of a kind together
   */
  constructor(deps: {
    db: Database;
    reader: BundleReader;
    maxBytes: Record<'own' | 'copies', number>;
    log: Logger;
  }) {
    this.#db = deps.db;
    this.#reader = deps.reader;
    this.#maxBytes = deps.maxBytes;
    this.#log = deps.log;
  }

  /**
   * Keeps a bundle of ours, if its hashes and signatures are right.
   * @param keptUntilMs ms since 1970; a bundle that is put again is kept until the later moment
   * @throws RefusalError as `readEvidence`; CourtError EVIDENCE_FULL; what the reader throws
   */
  async put(bytes: Uint8Array, keptUntilMs: number): Promise<SoundBundle> {
    const read = await this.#readSound(bytes);
    const { hash, about } = read;
    const keptUntil = sql`greatest(${evidence.keptUntil}, ${keptUntilMs})`;
    const known = await this.#db
      .update(evidence)
      .set({ about, keptUntil })
      .where(and(eq(evidence.hash, hash), eq(evidence.isCopy, false)))
      .returning({ hash: evidence.hash });
    if (known.length > 0) return read;
    const maxBytes = this.#maxBytes.own;
    if ((await this.#used(false)) + bytes.byteLength > maxBytes) {
      this.#log.error(
        { bytes: bytes.byteLength, maxBytes },
        'evidence was not kept, so no case is opened with it: the store is full until old cases are over; ' +
          'allow it more',
      );
      throw new CourtError('EVIDENCE_FULL', 'The store of evidence is full until old cases are over.');
    }
    await this.#db
      .insert(evidence)
      .values({ hash, about, bytes, keptUntil: keptUntilMs })
      .onConflictDoUpdate({ target: evidence.hash, set: { about, keptUntil, isCopy: false } });
    return read;
  }

  /**
   * Keeps a copy of what somebody else exhibited about a result, if its hashes and signatures are right.
   * @param about `evidenceIdOf` the result
   * @param keptUntilMs ms since 1970; the later of two moments counts
   * @throws RefusalError as `readEvidence`, and MALFORMED for a bundle about another result; CourtError
   * EVIDENCE_FULL, COPIES_ENOUGH; what the reader throws
   */
  async copy(bytes: Uint8Array, about: Hex, keptUntilMs: number): Promise<void> {
    const read = await this.#readSound(bytes);
    if (read.about !== about) throw new RefusalError('MALFORMED', 'the bundle is about another result');
    const copying = this.#copying.then(() => this.#copy(bytes, read, keptUntilMs));
    this.#copying = copying.catch(() => undefined);
    await copying;
  }

  async #readSound(bytes: Uint8Array): Promise<SoundBundle> {
    const read = await this.#reader.read(bytes);
    if ('refusal' in read) throw new RefusalError(read.refusal, read.detail);
    return read;
  }

  async #copy(
    bytes: Uint8Array,
    { hash, about }: { hash: Hex; about: Hex },
    keptUntilMs: number,
  ): Promise<void> {
    if (await this.keepUntil(hash, keptUntilMs)) return;
    const most = await this.about(about);
    const all = most && (await this.#reader.join(most, bytes));
    if (all !== undefined) await this.#place(all.bytes, { hash: all.hash, about }, keptUntilMs);
    await this.#place(bytes, { hash, about }, keptUntilMs);
  }

  /** Stores a copy beside the others about its result, or in the place of the smallest. */
  async #place(
    bytes: Uint8Array,
    { hash, about }: { hash: Hex; about: Hex },
    keptUntilMs: number,
  ): Promise<void> {
    const others = await this.#db
      .select({ hash: evidence.hash, size: SIZE })
      .from(evidence)
      .where(and(eq(evidence.about, about), eq(evidence.isCopy, true)))
      .orderBy(asc(SIZE));
    const replaced = others.length < COPIES_A_RESULT ? undefined : others[0]!;
    if (replaced !== undefined && replaced.size >= bytes.byteLength)
      throw new CourtError('COPIES_ENOUGH', 'Larger bundles about this result are kept already.');
    const freed = replaced?.size ?? 0;
    if ((await this.#used(true)) - freed + bytes.byteLength > this.#maxBytes.copies)
      throw new CourtError('EVIDENCE_FULL', 'The room for copies of evidence is full until cases are over.');
    await this.#db.transaction(async (change) => {
      if (replaced !== undefined) await change.delete(evidence).where(eq(evidence.hash, replaced.hash));
      const copy = { hash, about, bytes, keptUntil: keptUntilMs, isCopy: true };
      await change.insert(evidence).values(copy).onConflictDoNothing();
    });
    if (replaced !== undefined) this.#recent.delete(replaced.hash);
  }

  /**
   * Keeps a bundle that is here for longer, as a further case about its result needs it.
   * @param keptUntilMs ms since 1970; the later of two moments counts
   * @returns false where it is not here
   */
  async keepUntil(hash: Hex, keptUntilMs: number): Promise<boolean> {
    const known = await this.#db
      .update(evidence)
      .set({ keptUntil: sql`greatest(${evidence.keptUntil}, ${keptUntilMs})` })
      .where(eq(evidence.hash, hash))
      .returning({ hash: evidence.hash });
    return known.length > 0;
  }

  /** Bytes of all bundles of a kind. */
  async #used(isCopy: boolean): Promise<number> {
    const used = sql<string>`coalesce(sum(${SIZE}), 0)`;
    const [all] = await this.#db.select({ used }).from(evidence).where(eq(evidence.isCopy, isCopy));
    return Number(all!.used);
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

  /**
   * Whether we brought a bundle about a result ourselves: a copy does not count.
   * @param id `evidenceIdOf` the result
   */
  async hasOwnAbout(id: Hex): Promise<boolean> {
    const rows = await this.#db
      .select({ hash: evidence.hash })
      .from(evidence)
      .where(and(eq(evidence.about, id), eq(evidence.isCopy, false)))
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
