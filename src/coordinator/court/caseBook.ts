import type { CaseEvent } from '#chain/courts/caseEvents.ts';
import type { CaseView, CourtReader } from '#chain/courts/courtReader.ts';
import type { Exhibit } from '#chain/courts/exhibits.ts';

/** Cases kept at hand. */
const KEPT = 500;
/** How long what was read of a case is given again, in ms. A settled case's votes never change. */
const RUNNING_MS = 3_000;
const SETTLED_MS = 600_000;
/** Its events take many requests. */
const RECORD_MS = 30_000;
/** Events that are enough for the record of a case. */
const EVENTS = 200;

/** What happened in a case. */
export interface CaseRecord {
  reporter: CaseView['jury']['party'];
  exhibits: Exhibit[];
  events: CaseEvent[];
}

interface Page<T> {
  readonly content: Promise<T>;
  /** In ms of the book's clock. */
  until: number;
}

/** Cases as they are shown to many clients: each is read from the chain seldom. */
export class CaseBook {
  readonly #court: Pick<CourtReader, 'caseCount' | 'readCase' | 'readJury' | 'exhibits' | 'events'>;
  readonly #uptimeMs: () => number;
  readonly #cases = new Map<bigint, Page<CaseView>>();
  readonly #records = new Map<bigint, Page<CaseRecord>>();
  #count: Page<bigint> | undefined;

  /** @param deps.uptimeMs a clock that never jumps */
  constructor(deps: {
    court: Pick<CourtReader, 'caseCount' | 'readCase' | 'readJury' | 'exhibits' | 'events'>;
    uptimeMs: () => number;
  }) {
    this.#court = deps.court;
    this.#uptimeMs = deps.uptimeMs;
  }

  /** @throws ChainError */
  count(): Promise<bigint> {
    const now = this.#uptimeMs();
    if (this.#count === undefined || this.#count.until <= now) {
      const content = this.#court.caseCount();
      const page = { content, until: now + RUNNING_MS };
      this.#count = page;
      content.catch(() => {
        page.until = 0;
      });
    }
    return this.#count.content;
  }

  /** @throws ChainError */
  async find(caseId: bigint): Promise<CaseView> {
    const page = this.#page(this.#cases, caseId, RUNNING_MS, () => this.#court.readCase(caseId));
    const theCase = await page.content;
    if (theCase.settledAt !== undefined) page.until = this.#uptimeMs() + SETTLED_MS;
    return theCase;
  }

  /** @throws ChainError */
  record(caseId: bigint): Promise<CaseRecord> {
    const read = async (): Promise<CaseRecord> => {
      const [{ party }, exhibits, events] = await Promise.all([
        this.#court.readJury(caseId, 0),
        this.#court.exhibits(caseId),
        this.#court.events(caseId, EVENTS),
      ]);
      return { reporter: party, exhibits, events };
    };
    return this.#page(this.#records, caseId, RECORD_MS, read).content;
  }

  #page<T>(pages: Map<bigint, Page<T>>, caseId: bigint, ms: number, read: () => Promise<T>): Page<T> {
    const now = this.#uptimeMs();
    const known = pages.get(caseId);
    if (known !== undefined && known.until > now) return known;
    const page = { content: read(), until: now + ms };
    pages.delete(caseId);
    pages.set(caseId, page);
    page.content.catch(() => {
      if (pages.get(caseId) === page) pages.delete(caseId);
    });
    if (pages.size > KEPT) pages.delete(pages.keys().next().value!);
    return page;
  }
}
