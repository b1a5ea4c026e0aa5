import { and, count, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import type { Database } from '#coordinator/store/database.ts';
import { drawReports, type ReportEnding } from '#coordinator/store/schema.ts';
import {
  DRAW_REPORT_BYTES,
  type DrawReport,
  drawReportId,
  drawReportSchema,
} from '#protocol/court/drawReport.ts';
import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';

/** Reports that wait to be sent: 13 MB at the most. Each was found right by the contract. */
export const MOST_OPEN = 100;
/** Of those, about one coordinator: the first that is sent uses up most of what can be taken from it. */
export const MOST_ABOUT_ONE = 20;
/** Of those, from one miner. */
export const MOST_FROM_ONE = 10;
/** No network takes evidence that is older, in ms. */
export const KEPT_MS = 30 * 24 * 3_600_000;

export interface KeptReport {
  readonly id: Hex;
  readonly report: DrawReport;
}

/** The wrong draws of other coordinators that this one has heard of. */
export class ReportStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Whether it is known, however it ended. */
  async has(id: Hex): Promise<boolean> {
    const rows = await this.#db
      .select({ id: drawReports.id })
      .from(drawReports)
      .where(eq(drawReports.id, id));
    return rows.length > 0;
  }

  /**
   * @param from who hands it over, and when, in ms since 1970
   * @returns false when too many wait: in all, about its coordinator, or from who hands it over
   */
  async put(report: DrawReport, from: { reporter: string; nowMs: number }): Promise<boolean> {
    const { reporter, nowMs } = from;
    const accused = report.assignment.coordinator;
    const [open] = await this.#db
      .select({
        all: count(),
        about: count(sql`case when ${drawReports.accused} = ${accused} then 1 end`),
        from: count(sql`case when ${drawReports.reporter} = ${reporter} then 1 end`),
      })
      .from(drawReports)
      .where(isNull(drawReports.ending));
    const isFull = open!.all >= MOST_OPEN || open!.about >= MOST_ABOUT_ONE || open!.from >= MOST_FROM_ONE;
    if (isFull) return false;
    await this.#db
      .insert(drawReports)
      .values({ id: drawReportId(report), bytes: encodeWire(report), accused, reporter, noticedAt: nowMs })
      .onConflictDoNothing();
    return true;
  }

  /** Those that are to be sent, the oldest first. */
  async open(): Promise<KeptReport[]> {
    const rows = await this.#db
      .select({ id: drawReports.id, bytes: drawReports.bytes })
      .from(drawReports)
      .where(isNull(drawReports.ending))
      .orderBy(drawReports.noticedAt);
    return rows.map(({ id, bytes }) => ({
      id,
      report: decodeWire(drawReportSchema, new Uint8Array(bytes), DRAW_REPORT_BYTES),
    }));
  }

  async end(id: Hex, ending: ReportEnding): Promise<void> {
    await this.#db
      .update(drawReports)
      .set({ ending })
      .where(and(eq(drawReports.id, id), isNull(drawReports.ending)));
  }

  /** Deletes what is so old that it proves nothing. */
  async forget(nowMs: number): Promise<void> {
    await this.#db.delete(drawReports).where(lt(drawReports.noticedAt, nowMs - KEPT_MS));
  }
}
