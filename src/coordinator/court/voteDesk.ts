import { type Address, type Hex, slice } from 'viem';
import type { BallotView, CaseView, CourtReader } from '#chain/courts/courtReader.ts';
import { caseSeconds } from '#chain/courts/courtTerms.ts';
import type { ChainHead } from '#coordinator/court/chain/chainHead.ts';
import type { VoteStore } from '#coordinator/court/voteStore.ts';
import {
  type Court,
  isVoteSigned,
  type JuryId,
  type OpenedVote,
  type SealedVote,
  sealOf,
} from '#protocol/court/vote.ts';
import { RefusalError } from '#protocol/refusal.ts';

/** How many bytes of a sealed vote the contract keeps. */
const SEAL_BYTES = 27;

export interface VoteDeskDeps {
  identity: Court;
  court: Pick<CourtReader, 'terms' | 'caseCount' | 'readCase' | 'seatsOf' | 'ballotOf'>;
  votes: VoteStore;
  clock: Pick<ChainHead, 'read'>;
  /** The key that serves a node now, as the chain has it. */
  operatorOf(nodeId: bigint): Promise<Address>;
  /** ms since 1970. */
  nowMs(): number;
}

/**
 * Whether the chain has this very vote.
 * @param seal `sealOf` the vote
 */
export const isRecorded = ({ sealedVote }: BallotView, seal: Hex): boolean =>
  sealedVote === slice(seal, 0, SEAL_BYTES);

/** Takes jurors' votes, if the contract will take them too. Taking one again changes nothing. */
export class VoteDesk {
  readonly #deps: VoteDeskDeps;

  constructor(deps: VoteDeskDeps) {
    this.#deps = deps;
  }

  /**
   * Takes a sealed vote.
   * @throws RefusalError UNKNOWN_CASE, WINDOW_OVER, NO_SEATS, BAD_SIGNATURE, VOTE_MISMATCH; ChainError
   */
  async commit(jury: JuryId, sealed: SealedVote): Promise<void> {
    const { identity, court, votes, clock, operatorOf } = this.#deps;
    const { nodeId, vote } = sealed;
    const [theCase, { seconds }] = [await this.#running(jury), await clock.read()];
    if (seconds >= theCase.jury.commitEnd) throw new RefusalError('WINDOW_OVER');
    const [seats, operator] = await Promise.all([
      court.seatsOf(jury.caseId, jury.round, nodeId),
      operatorOf(nodeId),
    ]);
    if (seats === 0) throw new RefusalError('NO_SEATS');
    if (!(await isVoteSigned(identity, jury, sealed, operator))) throw new RefusalError('BAD_SIGNATURE');
    const ballot = await court.ballotOf(jury.caseId, jury.round, nodeId);
    if (ballot.isSealed && !isRecorded(ballot, vote)) throw new RefusalError('VOTE_MISMATCH');
    if (!(await votes.seal(jury, sealed, await this.#keptUntil()))) throw new RefusalError('VOTE_MISMATCH');
  }

  /**
   * Takes an opened vote. One that comes early waits for its window.
   * @throws RefusalError UNKNOWN_CASE, WINDOW_OVER, VOTE_MISMATCH; ChainError
   */
  async reveal(jury: JuryId, opened: OpenedVote): Promise<void> {
    const { court, votes, clock } = this.#deps;
    const { nodeId } = opened;
    const [theCase, { seconds }] = [await this.#running(jury), await clock.read()];
    if (seconds >= theCase.jury.revealEnd) throw new RefusalError('WINDOW_OVER');
    const seal = sealOf(jury, opened);
    const ballot = await court.ballotOf(jury.caseId, jury.round, nodeId);
    if (!isRecorded(ballot, seal)) {
      if (ballot.isSealed) throw new RefusalError('VOTE_MISMATCH');
      // Our own transaction may still be on its way.
      const kept = await votes.find(jury, nodeId);
      if (kept?.sealed?.vote !== seal) throw new RefusalError('VOTE_MISMATCH');
      if (seconds >= theCase.jury.commitEnd) throw new RefusalError('WINDOW_OVER');
    }
    if (ballot.finding === undefined) await votes.open(jury, opened, await this.#keptUntil());
  }

  async #running({ caseId, round }: JuryId): Promise<CaseView> {
    const { court } = this.#deps;
    if (caseId === 0n || caseId > (await court.caseCount())) throw new RefusalError('UNKNOWN_CASE');
    const theCase = await court.readCase(caseId);
    if (theCase.settledAt !== undefined || round > theCase.round) throw new RefusalError('UNKNOWN_CASE');
    if (round < theCase.round) throw new RefusalError('WINDOW_OVER');
    return theCase;
  }

  /** Until the last fine of the case. */
  async #keptUntil(): Promise<number> {
    return this.#deps.nowMs() + 1_000 * caseSeconds(await this.#deps.court.terms());
  }
}
