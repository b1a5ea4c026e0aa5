import { and, asc, desc, eq, getTableColumns, isNull, lt, lte, sql } from 'drizzle-orm';
import type { Database } from '#coordinator/store/database.ts';
import { incidentLooks, incidents } from '#coordinator/store/schema.ts';
import { type IncidentKind, MOST_INCIDENTS_OF_A_KIND } from '#protocol/messages/api.ts';

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
    const place = sql<number>`row_number() over (partition by ${incidents.kind} order by ${incidents.fromMs} desc)`;
    const ranked = this.#db
      .select({ ...getTableColumns(incidents), place: place.as('place') })
      .from(incidents)
      .as('ranked');
    const { kind, fromMs, toMs } = ranked;
    return this.#db
      .select({ kind, fromMs, toMs })
      .from(ranked)
      .where(lte(ranked.place, MOST_INCIDENTS_OF_A_KIND))
      .orderBy(desc(fromMs), asc(kind));
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
