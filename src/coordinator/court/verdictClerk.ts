import type { Address } from 'viem';
import type { BallotView, CaseView, CourtReader } from '#chain/courts/courtReader.ts';
import { type CourtTerms, fineOfSeats, seatsOfRound } from '#chain/courts/courtTerms.ts';
import type { JurorId } from '#chain/courts/fines.ts';
import { readMany } from '#chain/rpc/readMany.ts';
import type { ChainTime } from '#coordinator/court/chain/chainHead.ts';
import type { CourtSender } from '#coordinator/court/chain/courtSender.ts';
import { VOTES_IN_A_CALL } from '#coordinator/court/juryClerk.ts';
import type { VoteStore } from '#coordinator/court/voteStore.ts';

/** The part of the window for fines in which only the case's reporter acts. */
const REPORTERS_PART = 1 / 16;
const BPS = 10_000n;

export interface VerdictClerkDeps {
  court: Pick<CourtReader, 'terms' | 'ballotOf' | 'seatsOf'>;
  votes: Pick<VoteStore, 'ofJury'>;
  sender: Pick<CourtSender, 'call'>;
  /** How many nodes there ever were, retired ones included; they are numbered from 1. */
  nodeCount(): Promise<bigint>;
  /** Whether a juror was fined already. */
  isFined(juror: JurorId): Promise<boolean>;
  /** The key that serves a node now. */
  operatorOf(nodeId: bigint): Promise<Address>;
  /** Our share of the fines of one jury that is worth a transaction in others' cases, in wei of CAI. */
  leastShareWei: bigint;
}

interface Juror {
  nodeId: bigint;
  seats: number;
  ballot: BallotView;
  /** Whether its vote came through this coordinator. */
  isOurs: boolean;
}

/**
 * Carries out what a verdict means for the jurors. In our own cases it pays and fines all of them. In
 * others', it pays those who voted through us, and fines where our share is worth the gas.
 */
export class VerdictClerk {
  readonly #deps: VerdictClerkDeps;

  constructor(deps: VerdictClerkDeps) {
    this.#deps = deps;
  }

  /**
   * Pays and fines the jurors of a settled case.
   * @param isOurs whether we reported the result
   * @returns whether nothing is left to do
   * @throws CourtError, ChainError, Error of viem
   */
  async attend(theCase: CaseView, time: ChainTime, isOurs: boolean): Promise<boolean> {
    const { verdict, settledAt } = theCase;
    if (verdict === undefined || settledAt === undefined) return true;
    const terms = await this.#deps.court.terms();
    if (!isOurs && time.seconds < settledAt + Math.floor(terms.fineWindow * REPORTERS_PART)) return false;
    const mayFine = time.seconds < settledAt + terms.fineWindow;
    for (let round = 0; round <= theCase.round; round++) {
      const seats = 2 * seatsOfRound(terms, round);
      const most = shareOf(terms, fineOfSeats(terms, { seats, isSealed: true }));
      const finesCount = mayFine && (isOurs || most >= this.#deps.leastShareWei);
      const jurors = await this.#jurors(theCase.caseId, round, isOurs || finesCount);
      await this.#pay(
        theCase,
        round,
        jurors.filter((juror) => isOurs || juror.isOurs),
      );
      if (finesCount) await this.#fine(theCase, round, jurors, isOurs ? 0n : this.#deps.leastShareWei);
    }
    return true;
  }

  /**
   * @param all whether all nodes are looked at, not only those who voted through us: one that has retired
   *   since it was drawn is fined too
   */
  async #jurors(caseId: bigint, round: number, all: boolean): Promise<Juror[]> {
    const { court, votes, nodeCount } = this.#deps;
    const ours = new Set((await votes.ofJury({ caseId, round })).map(({ nodeId }) => nodeId));
    const count = all ? Number(await nodeCount()) : 0;
    const others = Array.from({ length: count }, (_, at) => BigInt(at + 1));
    const jurors = await readMany([...new Set([...ours, ...others])], async (nodeId) => {
      const ballot = await court.ballotOf(caseId, round, nodeId);
      const seats = ballot.isSealed ? ballot.seats : await court.seatsOf(caseId, round, nodeId);
      return { nodeId, seats, ballot, isOurs: ours.has(nodeId) };
    });
    return jurors.filter(({ seats }) => seats > 0);
  }

  async #pay({ caseId, verdict }: CaseView, round: number, jurors: readonly Juror[]): Promise<void> {
    const due = jurors.filter(({ ballot }) => ballot.finding === verdict && !ballot.isPaid);
    const operators = await readMany(due, ({ nodeId }) => this.#deps.operatorOf(nodeId));
    for (let at = 0; at < operators.length; at += VOTES_IN_A_CALL) {
      const batch = operators.slice(at, at + VOTES_IN_A_CALL);
      await this.#deps.sender.call('pay', [caseId, BigInt(round), batch]);
    }
  }

  async #fine(
    { caseId, verdict }: CaseView,
    round: number,
    jurors: readonly Juror[],
    leastShareWei: bigint,
  ): Promise<void> {
    const faulty = jurors.filter(
      ({ ballot: { finding } }) => finding !== verdict && finding !== 'unavailable',
    );
    const fined = await readMany(faulty, ({ nodeId }) => this.#deps.isFined({ caseId, round, nodeId }));
    const due = faulty.filter((_, at) => !fined[at]);
    const terms = await this.#deps.court.terms();
    const fines = due.map(({ seats, ballot: { isSealed } }) => fineOfSeats(terms, { seats, isSealed }));
    const sum = fines.reduce((all, each) => all + each, 0n);
    if (shareOf(terms, sum) < leastShareWei) return;
    for (let at = 0; at < due.length; at += VOTES_IN_A_CALL) {
      const batch = due.slice(at, at + VOTES_IN_A_CALL).map(({ nodeId }) => nodeId);
      await this.#deps.sender.call('fine', [caseId, BigInt(round), batch]);
    }
  }
}

/** A caller's share of fines, in wei, if the stake is their owners' own. */
const shareOf = ({ reporterBps }: CourtTerms, wei: bigint): bigint => (wei * BigInt(reporterBps)) / BPS;
