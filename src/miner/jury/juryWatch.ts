import type { CaseView } from '#chain/courts/courtReader.ts';
import { type CourtTerms, caseSeconds } from '#chain/courts/courtTerms.ts';
import type { AnswerStore } from '#miner/answers/answerStore.ts';
import type { CourtReads } from '#miner/jury/court/courtReads.ts';
import type { JuryId } from '#protocol/court/vote.ts';

/**
 * Cases that are followed at a time. A guilty node's friends could open so many others that its own is not
 * followed any more: on the public networks each takes a deposit of some 900 CAI or more, of which a tenth or
 * the first jury's pay is lost.
 */
export const MOST_CASES = 2_048;
/** Cases that are read in one look at the chain. */
export const READS_A_LOOK = 16;

/** A jury that was drawn, with seats for this tab's node. */
export interface DrawnSeats {
  readonly jury: JuryId;
  readonly seats: number;
}

export interface JuryWatchDeps {
  chain: Pick<CourtReads, 'terms' | 'caseCount' | 'readCase' | 'seatsOf'>;
  /** They keep what a case is about that runs against the node. */
  answers: Pick<AnswerStore, 'hold' | 'release'>;
  /** Unix seconds, by the chain's clock. */
  now(): number;
}

/**
 * Finds the juries on which one node has seats, among all cases that can still run. A case is read again only
 * when something may have changed for the node: until its jury is drawn, and while a further one may be
 * called.
 */
export class JuryWatch {
  readonly #deps: JuryWatchDeps;
  /** When each case is looked at again, by the chain's clock. */
  readonly #followed = new Map<bigint, number>();
  /** Cases that run against the node itself. */
  readonly #against = new Set<bigint>();
  /** Cases up to this one are followed or over. */
  #known = 0n;

  constructor(deps: JuryWatchDeps) {
    this.#deps = deps;
  }

  /** The cases that run against the node itself, the newest first. */
  get against(): readonly bigint[] {
    return [...this.#against].sort((one, other) => Number(other - one));
  }

  /**
   * Tells of the juries that were drawn since the last look, each once it was heard of without an error.
   * @throws ChainError, and what `onDrawn` throws; the next look begins with the other cases
   */
  async look(nodeId: bigint, onDrawn: (drawn: DrawnSeats) => Promise<void>): Promise<void> {
    const { chain, now } = this.#deps;
    const terms = await chain.terms();
    this.#follow(await chain.caseCount());
    const due = [...this.#followed].filter(([, at]) => at <= now());
    // Those that wait longest come first, and of equals the newest.
    due.sort(([one, at], [other, otherAt]) => at - otherAt || Number(other - one));
    for (const [caseId] of due.slice(0, READS_A_LOOK)) {
      if (!this.#followed.has(caseId)) continue;
      try {
        const read = await chain.readCase(caseId);
        const isOwn = read.nodeId === nodeId;
        if (this.#isOver(read, terms)) {
          if (isOwn) await this.#endOwn(read, terms);
          continue;
        }
        if (isOwn) await this.#followOwn(read, terms);
        else await this.#lookAt(read, terms, { nodeId, onDrawn });
      } catch (error) {
        this.#followed.set(caseId, now());
        throw error;
      }
    }
  }

  #follow(count: bigint): void {
    const most = BigInt(MOST_CASES);
    const first = count - this.#known > most ? count - most : this.#known;
    for (let caseId = first + 1n; caseId <= count; caseId++) this.#followed.set(caseId, 0);
    this.#known = count;
    const surplus = [...this.#followed.keys()].slice(0, -MOST_CASES);
    for (const caseId of surplus) this.#drop(caseId);
  }

  #drop(caseId: bigint): void {
    this.#followed.delete(caseId);
    this.#against.delete(caseId);
  }

  #isOver({ caseId, openedAt, settledAt }: CaseView, terms: CourtTerms): boolean {
    const isOld = this.#deps.now() >= openedAt + caseSeconds(terms);
    if (isOld) {
      // Those before it were opened earlier.
      for (const other of this.#followed.keys()) if (other < caseId) this.#drop(other);
    }
    const isOver = isOld || settledAt !== undefined;
    if (isOver) this.#drop(caseId);
    return isOver;
  }

  /** The node does not sit in its own case, which can end or be appealed once its votes are opened. */
  async #followOwn({ caseId, evidence, openedAt, jury }: CaseView, terms: CourtTerms): Promise<void> {
    this.#against.add(caseId);
    await this.#deps.answers.hold(evidence, openedAt + caseSeconds(terms));
    this.#followed.set(caseId, Math.max(this.#deps.now(), jury.revealEnd));
  }

  /** Without a verdict, the result can be reported once more. */
  async #endOwn({ evidence, verdict, drawnAt }: CaseView, { reportWindow }: CourtTerms): Promise<void> {
    const { answers, now } = this.#deps;
    const mayReturn = verdict === undefined && now() < drawnAt + reportWindow;
    if (mayReturn) await answers.hold(evidence, drawnAt + reportWindow);
    else await answers.release(evidence);
  }

  async #lookAt(
    { caseId, round, jury }: CaseView,
    terms: CourtTerms,
    { nodeId, onDrawn }: { nodeId: bigint; onDrawn(drawn: DrawnSeats): Promise<void> },
  ): Promise<void> {
    const now = this.#deps.now();
    const isDrawn = jury.seed !== undefined;
    const seats = isDrawn ? await this.#deps.chain.seatsOf(caseId, round, nodeId) : 0;
    if (seats > 0) await onDrawn({ jury: { caseId, round }, seats });
    const mayBeDrawn = !isDrawn && now < jury.commitEnd;
    const mayBeAppealed = round + 1 < terms.juries && now < jury.finalAt;
    if (mayBeDrawn) this.#followed.set(caseId, now);
    else if (mayBeAppealed) this.#followed.set(caseId, Math.max(now, jury.revealEnd));
    else this.#followed.delete(caseId);
  }
}
