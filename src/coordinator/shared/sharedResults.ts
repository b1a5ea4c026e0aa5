import { and, desc, eq, gt, inArray, isNull, lt, lte, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import type { Database } from '#coordinator/store/database.ts';
import { audits, payments, sharedResults, tasks } from '#coordinator/store/schema.ts';
import { SHARED_LIMIT, type SharedCursor } from '#protocol/task/apiShared.ts';
import type { AuditState } from '#protocol/task/auditState.ts';
import type { TaskKind } from '#protocol/task/taskRequest.ts';

/** How long the newest are given again, in ms, however many ask: one that is found wrong goes by then. */
export const NEWEST_MS = 2_000;
/** What is shared is deleted after so long, in ms. */
export const SHARED_MS = SHARED_LIMIT.days * 24 * 3_600_000;
/** What one maker may keep of all places and of all bytes, so that it pushes out few of others'. */
const PART_OF_A_MAKER = 1 / 8;
/** Audits that leave a result wrong, or that its miner has evaded. */
const UNSOUND: readonly AuditState[] = ['disputed', 'withheld'];

/** Whether a result may not be shown to everybody. */
export const isUnsound = (audit: { state: AuditState } | null): boolean =>
  audit !== null && UNSOUND.includes(audit.state);

/** The whole picture or text of a shared result. */
export interface SharedContent {
  readonly kind: TaskKind;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** A shared result without its content. `sharedAt` is in ms since 1970. */
export interface SharedResult {
  id: Hex;
  kind: TaskKind;
  model: string;
  prompt: string;
  excerpt: string | null;
  miner: Address;
  sharedAt: number;
}

/** What a maker makes public. */
export interface Shareable {
  id: Hex;
  prompt: string;
  excerpt: string | null;
  /** A PNG, or a text in UTF-8. */
  content: Uint8Array;
}

export interface SharedBounds {
  /** Most results; with 0 none is shown or taken. */
  results: number;
  bytes: number;
}

export interface SharedResultsDeps {
  db: Database;
  bounds: SharedBounds;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

const listed = {
  ...{ id: sharedResults.taskId, kind: tasks.kind, model: tasks.model, prompt: sharedResults.prompt },
  ...{ excerpt: sharedResults.excerpt, miner: payments.miner, sharedAt: sharedResults.sharedAt },
};

/**
 * The results that their makers have made public: the newest, as many and as large as the bounds allow. A
 * maker, which is a client, keeps a part of them at most, and has a few in the list. One whose audit finds it
 * wrong is shown no more, and one that the operator has removed is not taken again.
 */
export class SharedResults {
  readonly #deps: SharedResultsDeps;
  #newest: { results: Promise<SharedResult[]>; until: number } | undefined;

  constructor(deps: SharedResultsDeps) {
    this.#deps = deps;
  }

  /** Whether this coordinator shows any. */
  get isOn(): boolean {
    return this.#deps.bounds.results > 0;
  }

  /**
   * Makes a result public; one that is stays as it is.
   * @returns undefined where the operator has removed it
   */
  async share({ id, prompt, excerpt, content }: Shareable): Promise<SharedResult | undefined> {
    const { db, nowMs } = this.#deps;
    await db
      .insert(sharedResults)
      .values({ ...{ taskId: id, prompt, excerpt, content, sharedAt: nowMs() } })
      .onConflictDoNothing();
    await this.prune();
    return this.find(id);
  }

  /** Takes a result back for its maker. What the operator has removed stays so. */
  async takeBack(id: Hex): Promise<void> {
    await this.#deps.db
      .delete(sharedResults)
      .where(and(eq(sharedResults.taskId, id), isNull(sharedResults.removedAt)));
    this.#newest = undefined;
  }

  /** @returns false where it is not shared */
  async remove(id: Hex): Promise<boolean> {
    const { db, nowMs } = this.#deps;
    const emptied = { prompt: '', excerpt: null, content: new Uint8Array(), removedAt: nowMs() };
    const removed = await db
      .update(sharedResults)
      .set(emptied)
      .where(and(eq(sharedResults.taskId, id), isNull(sharedResults.removedAt)))
      .returning({ id: sharedResults.taskId });
    this.#newest = undefined;
    return removed.length > 0;
  }

  async find(id: Hex): Promise<SharedResult | undefined> {
    return (await this.#read(eq(sharedResults.taskId, id), 1))[0];
  }

  /** The whole picture or text. */
  async content(id: Hex): Promise<SharedContent | undefined> {
    if (!this.isOn) return undefined;
    const [row] = await this.#deps.db
      .select({ kind: tasks.kind, content: sharedResults.content })
      .from(sharedResults)
      .innerJoin(tasks, eq(tasks.id, sharedResults.taskId))
      .leftJoin(audits, eq(audits.taskId, sharedResults.taskId))
      .where(and(this.#isShown(), eq(sharedResults.taskId, id)));
    return row && { ...row, content: new Uint8Array(row.content) };
  }

  /**
   * The newest first, and of each maker its newest alone.
   * @param after undefined for the first page
   * @param limit 1..SHARED_LIMIT.onAPage
   */
  async page(
    after: SharedCursor | undefined,
    limit: number,
  ): Promise<{ results: SharedResult[]; next: SharedCursor | null }> {
    const found =
      after === undefined ? await this.#readNewest() : await this.#list(isOlder(after), limit + 1);
    const results = found.slice(0, limit);
    return { results, next: found.length > limit ? results.at(-1)! : null };
  }

  /** Deletes what is older than it may be, and the oldest beyond the bounds: first each maker's own. */
  async prune(): Promise<void> {
    const { db, bounds, nowMs } = this.#deps;
    const tooOld = lt(sharedResults.sharedAt, nowMs() - SHARED_MS);
    const ownPlaces = Math.max(1, Math.floor(bounds.results * PART_OF_A_MAKER));
    const ownBytes = Math.floor(bounds.bytes * PART_OF_A_MAKER);
    // A maker's newest has its place however large it is.
    const beyondOwn = sql`${sharedResults.taskId} in (
      select task_id from (
        select task_id, row_number() over newest as place, sum(octet_length(content)) over newest as bytes
        from ${sharedResults} join ${tasks} on ${tasks.id} = task_id where removed_at is null
        window newest as (partition by ${tasks.client} order by shared_at desc, task_id desc)
      ) as ranked where place > ${ownPlaces} or (place > 1 and bytes > ${ownBytes}))`;
    const beyond = sql`${sharedResults.taskId} in (
      select task_id from (
        select task_id, row_number() over newest as place, sum(octet_length(content)) over newest as bytes
        from ${sharedResults} where removed_at is null
        window newest as (order by shared_at desc, task_id desc)
      ) as ranked where place > ${bounds.results} or bytes > ${bounds.bytes})`;
    // While none is shown, what was shared before waits for its day: the setting may be turned back.
    await db.delete(sharedResults).where(this.isOn ? or(tooOld, beyondOwn) : tooOld);
    if (this.isOn) await db.delete(sharedResults).where(beyond);
    this.#newest = undefined;
  }

  #isShown(): SQL | undefined {
    const isSound = or(isNull(audits.state), notInArray(audits.state, [...UNSOUND]));
    const isKept = gt(sharedResults.sharedAt, this.#deps.nowMs() - SHARED_MS);
    return and(isNull(sharedResults.removedAt), isKept, isSound);
  }

  #readNewest(): Promise<SharedResult[]> {
    const now = this.#deps.uptimeMs();
    if (this.#newest === undefined || this.#newest.until <= now) {
      const newest = { results: this.#list(undefined, SHARED_LIMIT.onAPage + 1), until: now + NEWEST_MS };
      this.#newest = newest;
      // What failed is not kept: the next client asks again.
      newest.results.catch(() => {
        newest.until = 0;
      });
    }
    return this.#newest.results;
  }

  /** Of each maker's results that are shown, its newest. */
  #list(which: SQL | undefined, count: number): Promise<SharedResult[]> {
    const place = sql<number>`row_number() over (partition by ${tasks.client}
      order by ${sharedResults.sharedAt} desc, ${sharedResults.taskId} desc)`.as('place');
    const ranked = this.#deps.db
      .select({ id: sharedResults.taskId, place })
      .from(sharedResults)
      .innerJoin(tasks, eq(tasks.id, sharedResults.taskId))
      .leftJoin(audits, eq(audits.taskId, sharedResults.taskId))
      .where(this.#isShown())
      .as('ranked');
    const newest = this.#deps.db
      .select({ id: ranked.id })
      .from(ranked)
      .where(lte(ranked.place, SHARED_LIMIT.ofAMaker));
    return this.#read(and(inArray(sharedResults.taskId, newest), which), count);
  }

  async #read(which: SQL | undefined, count: number): Promise<SharedResult[]> {
    if (!this.isOn) return [];
    return this.#deps.db
      .select(listed)
      .from(sharedResults)
      .innerJoin(tasks, eq(tasks.id, sharedResults.taskId))
      .innerJoin(payments, eq(payments.taskId, sharedResults.taskId))
      .leftJoin(audits, eq(audits.taskId, sharedResults.taskId))
      .where(and(this.#isShown(), which))
      .orderBy(desc(sharedResults.sharedAt), desc(sharedResults.taskId))
      .limit(count);
  }
}

const isOlder = ({ sharedAt, id }: SharedCursor): SQL | undefined =>
  or(
    lt(sharedResults.sharedAt, sharedAt),
    and(eq(sharedResults.sharedAt, sharedAt), lt(sharedResults.taskId, id)),
  );
