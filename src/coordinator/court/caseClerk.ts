import type { Logger } from 'pino';
import { type Address, type Hex, isAddressEqual } from 'viem';
import type { CaseView, CourtReader } from '#chain/courts/courtReader.ts';
import { caseSeconds } from '#chain/courts/courtTerms.ts';
import type { CaseOpener } from '#coordinator/court/caseOpener.ts';
import type { ChainHead, ChainTime } from '#coordinator/court/chain/chainHead.ts';
import { CourtError } from '#coordinator/court/chain/courtError.ts';
import type { JuryClerk } from '#coordinator/court/juryClerk.ts';
import type { VerdictClerk } from '#coordinator/court/verdictClerk.ts';

/** Cases that are looked at in a pass. */
const CASES_A_PASS = 200;

export interface CaseClerkDeps {
  court: Pick<CourtReader, 'terms' | 'caseCount' | 'readCase' | 'readJury'>;
  opener: Pick<CaseOpener, 'open' | 'keep'>;
  juries: Pick<JuryClerk, 'attend' | 'forget'>;
  verdicts: Pick<VerdictClerk, 'attend'>;
  clock: Pick<ChainHead, 'read'>;
  /** This coordinator's operator key. */
  operator: Address;
  log: Logger;
}

/**
 * Opens cases, and attends to all that run on the chain, whoever opened them. What is done and what is left
 * to do is read from the chain and the kept votes each time, so a restart at any moment changes nothing.
 */
export class CaseClerk {
  readonly #deps: CaseClerkDeps;
  /** Cases in which nothing is left to do for us. */
  readonly #over = new Set<bigint>();
  /** All cases up to this one are so old that nothing can happen in them any more. */
  #ended = 0n;
  /** In which pass each case was looked at last. */
  readonly #looked = new Map<bigint, number>();
  #pass = 0;
  readonly #ours = new Map<bigint, boolean>();
  /** The cases that run, as of the last pass. */
  readonly #running = new Map<bigint, CaseView>();

  constructor(deps: CaseClerkDeps) {
    this.#deps = deps;
  }

  /**
   * Reports a result as wrong.
   * @param evidence `encodeEvidence`
   * @returns the id of the case
   * @throws RefusalError, CourtError, ChainError, Error of viem
   */
  open(evidence: Uint8Array): Promise<bigint> {
    return this.#deps.opener.open(evidence);
  }

  /** Keeps a bundle, so that it can be opened later. @returns its hash @throws as `open` */
  async keep(evidence: Uint8Array): Promise<Hex> {
    return (await this.#deps.opener.keep(evidence)).hash;
  }

  /** Whether a case about a result of this node runs, as of the last pass. */
  isAccused(nodeId: bigint): boolean {
    return this.running().some((theCase) => theCase.nodeId === nodeId);
  }

  /** The cases that run, as of the last pass. */
  running(): CaseView[] {
    return [...this.#running.values()];
  }

  /**
   * One pass over the running cases: those that have waited longest, and of equals the newest. So many new
   * ones, such as a guilty node's friends can open, only make each wait longer. What fails in one is tried
   * again in the next pass, and does not stop the others.
   * @throws ChainError when the chain cannot be read at all
   */
  async attend(): Promise<void> {
    const { court, clock } = this.#deps;
    const [terms, newest, time] = await Promise.all([court.terms(), court.caseCount(), clock.read()]);
    this.#pass += 1;
    for (const caseId of this.#due(newest)) {
      if (caseId <= this.#ended) continue;
      this.#looked.set(caseId, this.#pass);
      try {
        const theCase = await court.readCase(caseId);
        if (theCase.openedAt + caseSeconds(terms) < time.seconds) this.#end(caseId);
        else await this.#attendTo(theCase, time);
      } catch (error) {
        this.#note(caseId, error);
      }
    }
  }

  #due(newest: bigint): bigint[] {
    const open: bigint[] = [];
    for (let caseId = newest; caseId > this.#ended; caseId--) if (!this.#over.has(caseId)) open.push(caseId);
    const lookedIn = (caseId: bigint) => this.#looked.get(caseId) ?? 0;
    return open.sort((one, other) => lookedIn(one) - lookedIn(other)).slice(0, CASES_A_PASS);
  }

  async #attendTo(theCase: CaseView, time: ChainTime): Promise<void> {
    const { juries, verdicts } = this.#deps;
    if (theCase.settledAt === undefined) this.#running.set(theCase.caseId, theCase);
    else this.#running.delete(theCase.caseId);
    const isOurs = await this.#isOurs(theCase);
    if (theCase.settledAt === undefined) return juries.attend(theCase, time, isOurs);
    juries.forget(theCase.caseId);
    if (await verdicts.attend(theCase, time, isOurs)) this.#over.add(theCase.caseId);
  }

  async #isOurs({ caseId, round, jury }: CaseView): Promise<boolean> {
    const known = this.#ours.get(caseId);
    if (known !== undefined) return known;
    const { party } = round === 0 ? jury : await this.#deps.court.readJury(caseId, 0);
    const isOurs = isAddressEqual(party, this.#deps.operator);
    this.#ours.set(caseId, isOurs);
    return isOurs;
  }

  /** Cases are numbered in the order in which they were opened. */
  #end(caseId: bigint): void {
    this.#ended = caseId;
    for (const each of this.#running.keys()) if (each <= caseId) this.#running.delete(each);
    for (const each of this.#looked.keys()) if (each <= caseId) this.#looked.delete(each);
    for (const each of this.#ours.keys()) {
      if (each > caseId) continue;
      this.#ours.delete(each);
      this.#over.delete(each);
      this.#deps.juries.forget(each);
    }
  }

  #note(caseId: bigint, error: unknown): void {
    const { log } = this.#deps;
    const about = { err: error, caseId: caseId.toString() };
    // Another coordinator was first, or a window ended while we looked.
    if (error instanceof CourtError) log.info(about, 'a step of a case was not taken');
    else log.error(about, 'could not attend to a case');
  }
}
