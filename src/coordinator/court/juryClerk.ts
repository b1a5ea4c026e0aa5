import { openedVoteArgument, sealedVoteArgument } from '#chain/courts/courtArguments.ts';
import type { BallotView, CaseView, CourtReader } from '#chain/courts/courtReader.ts';
import { verdictOf } from '#chain/courts/courtTerms.ts';
import { readMany } from '#chain/rpc/readMany.ts';
import type { ChainTime } from '#coordinator/court/chain/chainHead.ts';
import { CourtError } from '#coordinator/court/chain/courtError.ts';
import type { CourtSender } from '#coordinator/court/chain/courtSender.ts';
import type { SeatNames } from '#coordinator/court/seatNames.ts';
import { isRecorded } from '#coordinator/court/voteDesk.ts';
import type { StoredVote, VoteStore } from '#coordinator/court/voteStore.ts';
import type { OpenedVote, SealedVote } from '#protocol/court/vote.ts';

/** Votes in one transaction. */
export const VOTES_IN_A_CALL = 24;
/** A vote that was seen on the chain is looked for again after this time, in s: a block can be replaced. */
const LOOK_AGAIN_S = 300;
/** How far behind the chain a node's answers may be, in s. */
const LAG_S = 30;
/** A wallet that lacks a deposit is asked again after this time, in s: a pass comes every few seconds. */
const DEPOSIT_AGAIN_S = 60;
/** The part of a window in which only the case's reporter acts: others come in if it does not. */
const REPORTERS_PART = 1 / 16;

export interface JuryClerkDeps {
  court: Pick<CourtReader, 'appealDepositOf' | 'ballotOf' | 'terms'>;
  votes: Pick<VoteStore, 'ofJury'>;
  sender: Pick<CourtSender, 'allowDeposit' | 'call'>;
  names: Pick<SeatNames, 'complete' | 'forget'>;
  /** Whether we found the result of this case wrong ourselves, whoever opened it. */
  foundWrong(theCase: CaseView): Promise<boolean>;
  /** Whether a conviction of this node would bring in anything. */
  canTake(nodeId: bigint): Promise<boolean>;
  /** Asks for a block, on a chain that makes none by itself. */
  wantBlock(): Promise<void>;
}

interface Seen {
  readonly round: number;
  readonly step: 'commit' | 'reveal';
  /** Unix seconds until which these nodes' votes are not looked for. */
  readonly until: Map<bigint, number>;
}

/**
 * Brings the juries of one open case from their draw to the verdict, with whatever votes are kept here, and
 * appeals where they do not find a result wrong that we did.
 */
export class JuryClerk {
  readonly #deps: JuryClerkDeps;
  /** By case. */
  readonly #seen = new Map<bigint, Seen>();
  /** Unix seconds until which the wallet is not asked again for the deposit of an appeal, by case. */
  readonly #withoutDepositUntil = new Map<bigint, number>();

  constructor(deps: JuryClerkDeps) {
    this.#deps = deps;
  }

  /**
   * Does what is due now.
   * @param isOurs whether we reported the result
   * @throws CourtError, ChainError, Error of viem
   */
  async attend(theCase: CaseView, time: ChainTime, isOurs: boolean): Promise<void> {
    const { caseId, jury } = theCase;
    const isDue = (from: number, window: number) =>
      time.seconds >= from + (isOurs ? 0 : Math.floor(window * REPORTERS_PART));
    if (time.seconds < jury.commitEnd) {
      if (jury.seed !== undefined) return this.#commit(theCase, time);
      if (time.block < jury.seedBlock) {
        await this.#deps.names.complete(theCase);
        return this.#deps.wantBlock();
      }
      if (isDue(jury.start, jury.commitEnd - jury.start)) await this.#deps.sender.call('draw', [caseId]);
    } else if (time.seconds < jury.revealEnd) {
      await this.#reveal(theCase, time);
    } else if (time.seconds < jury.finalAt) {
      await this.#appeal(theCase, time);
    } else if (isDue(jury.finalAt, jury.revealEnd - jury.commitEnd)) {
      await this.#deps.sender.call('settle', [caseId]);
    }
  }

  /** The case is over. */
  forget(caseId: bigint): void {
    this.#seen.delete(caseId);
    this.#withoutDepositUntil.delete(caseId);
    this.#deps.names.forget(caseId);
  }

  /**
   * Calls a larger jury where one has not found what our own audit found. Small juries are cheap, and decide
   * wrongly now and then; the last one decides. Where no juror agrees with us, or most lack the evidence or
   * the model, a larger jury would find the same, and cost its deposit.
   */
  async #appeal(theCase: CaseView, { seconds }: ChainTime): Promise<void> {
    const { court, sender, foundWrong, canTake } = this.#deps;
    const { caseId, nodeId, round, jury } = theCase;
    const { wrong, unavailable } = jury.votes;
    // A node that lags behind may not know the last votes yet.
    if (seconds < jury.revealEnd + LAG_S || wrong === 0 || wrong < unavailable) return;
    if (verdictOf(await court.terms(), round, jury.votes) === 'wrong') return;
    if ((this.#withoutDepositUntil.get(caseId) ?? 0) > seconds || !(await foundWrong(theCase))) return;
    if (!(await canTake(nodeId))) return;
    try {
      await sender.allowDeposit(await court.appealDepositOf(caseId, round + 1));
    } catch (error) {
      if (error instanceof CourtError && error.code === 'NO_DEPOSIT')
        this.#withoutDepositUntil.set(caseId, seconds + DEPOSIT_AGAIN_S);
      throw error;
    }
    await sender.call('appeal', [caseId, []]);
  }

  async #commit(theCase: CaseView, time: ChainTime): Promise<void> {
    const unsent = await this.#unsent(theCase, time, {
      step: 'commit',
      pick: ({ sealed }) => sealed,
      isDone: ({ isSealed }) => isSealed,
    });
    const send = (batch: SealedVote[]) =>
      this.#deps.sender.call('commit', [theCase.caseId, batch.map(sealedVoteArgument)]);
    await inBatches(unsent, send);
  }

  async #reveal(theCase: CaseView, time: ChainTime): Promise<void> {
    const unsent = await this.#unsent(theCase, time, {
      step: 'reveal',
      pick: ({ opened }) => opened,
      // One vote that does not fit what was sealed would stop the others.
      isDone: (ballot, { seal }) => ballot.finding !== undefined || !isRecorded(ballot, seal),
    });
    const send = (batch: OpenedVote[]) =>
      this.#deps.sender.call('reveal', [theCase.caseId, batch.map(openedVoteArgument)]);
    await inBatches(unsent, send);
  }

  /** The kept votes that the chain lacks. */
  async #unsent<V>(
    { caseId, round }: CaseView,
    { seconds }: ChainTime,
    of: {
      step: Seen['step'];
      pick: (vote: StoredVote) => V | undefined;
      isDone: (ballot: BallotView, vote: StoredVote) => boolean;
    },
  ): Promise<V[]> {
    const { court, votes } = this.#deps;
    const before = this.#seen.get(caseId);
    const seen =
      before?.round === round && before.step === of.step
        ? before
        : { round, step: of.step, until: new Map<bigint, number>() };
    this.#seen.set(caseId, seen);
    const kept = await votes.ofJury({ caseId, round });
    const open = kept.filter(
      (vote) => of.pick(vote) !== undefined && (seen.until.get(vote.nodeId) ?? 0) <= seconds,
    );
    const ballots = await readMany(open, ({ nodeId }) => court.ballotOf(caseId, round, nodeId));
    const unsent: V[] = [];
    for (const [at, vote] of open.entries()) {
      if (of.isDone(ballots[at]!, vote)) seen.until.set(vote.nodeId, seconds + LOOK_AGAIN_S);
      else unsent.push(of.pick(vote)!);
    }
    return unsent;
  }
}

/**
 * Sends all batches, also after one that the contract refuses: jurors that replace their keys once their
 * votes are kept here could fill it, and must not stop the others.
 * @throws in the end, the first refusal
 */
async function inBatches<T>(items: readonly T[], send: (batch: T[]) => Promise<unknown>): Promise<void> {
  const refusals: CourtError[] = [];
  for (let at = 0; at < items.length; at += VOTES_IN_A_CALL) {
    try {
      await send(items.slice(at, at + VOTES_IN_A_CALL));
    } catch (error) {
      if (!(error instanceof CourtError && error.code === 'REFUSED')) throw error;
      refusals.push(error);
    }
  }
  if (refusals.length > 0) throw refusals[0];
}
