import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Database } from '#coordinator/store/database.ts';
import { incidentLooks, incidents } from '#coordinator/store/schema.ts';
import type { IncidentKind } from '#protocol/messages/api.ts';

/** So many are told, the newest first: ten a day for as long as they are kept, and some. */
export const MOST_TOLD = 100;
/** The row of `incidentLooks`. */
const LOOKS = 1;

/** Times are ms since 1970. */
export interface StoredIncident {
  kind: IncidentKind;
  fromMs: number;
  /** Null while it lasts. */
  toMs: number | null;
}

/** What went wrong lately, kept over a restart. */
export class IncidentStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The newest first. */
  async newest(): Promise<StoredIncident[]> {
    return this.#db.select().from(incidents).orderBy(desc(incidents.fromMs)).limit(MOST_TOLD);
  }

  /** Those that last. */
  async open(): Promise<StoredIncident[]> {
    return this.#db.select().from(incidents).where(isNull(incidents.toMs));
  }

  /** It is there once, however often it is added. */
  async add(incident: StoredIncident): Promise<void> {
    await this.#db.insert(incidents).values(incident).onConflictDoNothing();
  }

  async end(kind: IncidentKind, toMs: number): Promise<void> {
    await this.#db
      .update(incidents)
      .set({ toMs })
      .where(and(eq(incidents.kind, kind), isNull(incidents.toMs)));
  }

  /** Deletes those that were over by then. */
  async forget(beforeMs: number): Promise<void> {
    await this.#db.delete(incidents).where(lt(incidents.toMs, beforeMs));
  }

  /** When it was looked first and last; undefined before the first look. */
  async looks(): Promise<{ firstMs: number; lastMs: number } | undefined> {
    const [row] = await this.#db.select().from(incidentLooks).where(eq(incidentLooks.id, LOOKS));
    return row;
  }

  async noteLook(nowMs: number): Promise<void> {
    await this.#db
      .insert(incidentLooks)
      .values({ id: LOOKS, firstMs: nowMs, lastMs: nowMs })
      .onConflictDoUpdate({ target: incidentLooks.id, set: { lastMs: sql`excluded.last` } });
  }
}
