import type { CaseEvent } from '#chain/courts/caseEvents.ts';
import type { CaseView, CourtReader } from '#chain/courts/courtReader.ts';
import type { Exhibit } from '#chain/courts/exhibits.ts';
import { CachedReads } from '#coordinator/court/shown/cachedReads.ts';
import { type Rate, TokenBucket } from '#network/limits/tokenBucket.ts';

/** Cases kept at hand, of 1 kB each, and records of some 10 kB. */
const CASES_KEPT = 5_000;
const RECORDS_KEPT = 200;
/** How long what was read of a case is given again, in ms. A settled case's votes never change. */
const RUNNING_MS = 3_000;
const SETTLED_MS = 600_000;
/** Its events take many requests. */
const RECORD_MS = 30_000;
/** Events that are enough for the record of a case. */
const EVENTS = 200;
/** Requests to the chain's node for all clients together: the roster is followed over the same node. */
const READS: Rate = { perSecond: 20, burst: 600 };
/** Requests for a case, and for its record where the node shows its logs in narrow ranges. */
const CASE_READS = 2;
const RECORD_READS = 40;

/** What happened in a case. */
export interface CaseRecord {
  reporter: CaseView['jury']['party'];
  exhibits: Exhibit[];
  events: CaseEvent[];
}

export interface CaseBookDeps {
  court: Pick<CourtReader, 'caseCount' | 'readCase' | 'readJury' | 'exhibits' | 'events'>;
  /** `ChainHead`. */
  clock: { read(): Promise<{ seconds: number }> };
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/**
 * Cases as they are shown to many clients. Each is read from the chain seldom, and all of them within one
 * budget: while it is spent, what is known is shown as it was.
 */
export class CaseBook {
  readonly #cases: CachedReads<bigint, CaseView>;
  readonly #records: CachedReads<bigint, CaseRecord>;
  readonly #head: CachedReads<'head', { count: bigint; seconds: number }>;

  constructor({ court, clock, uptimeMs }: CaseBookDeps) {
    const shared = { budget: new TokenBucket(READS, uptimeMs()), uptimeMs };
    this.#cases = new CachedReads({
      ...{ ...shared, most: CASES_KEPT, cost: CASE_READS },
      read: (caseId) => court.readCase(caseId),
      keptMs: ({ settledAt }) => (settledAt === undefined ? RUNNING_MS : SETTLED_MS),
    });
    this.#records = new CachedReads({
      ...{ ...shared, most: RECORDS_KEPT, cost: RECORD_READS, keptMs: () => RECORD_MS },
      read: async (caseId) => {
        const [{ party }, exhibits, events] = await Promise.all([
          court.readJury(caseId, 0),
          court.exhibits(caseId),
          court.events(caseId, EVENTS),
        ]);
        return { reporter: party, exhibits, events };
      },
    });
    this.#head = new CachedReads({
      // There is only one, so it needs no budget, and is never old.
      ...{ ...shared, most: 1, cost: 0, keptMs: () => RUNNING_MS },
      read: async () => {
        const [count, { seconds }] = await Promise.all([court.caseCount(), clock.read()]);
        return { count, seconds };
      },
    });
  }

  /**
   * How many cases there are, and the time by which their windows end, in Unix seconds.
   * @throws ChainError
   */
  head(): Promise<{ count: bigint; seconds: number }> {
    return this.#head.get('head');
  }

  /** @throws CaseBookError, ChainError */
  find(caseId: bigint): Promise<CaseView> {
    return this.#cases.get(caseId);
  }

  /** @throws CaseBookError, ChainError */
  record(caseId: bigint): Promise<CaseRecord> {
    return this.#records.get(caseId);
  }
}
