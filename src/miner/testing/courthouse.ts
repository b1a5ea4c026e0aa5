import { type Address, type Hex, slice, zeroAddress } from 'viem';
import type { BallotView, CaseView, JuryView } from '#chain/courts/courtReader.ts';
import { type CourtTerms, juryDeadlines } from '#chain/courts/courtTerms.ts';
import type { Exhibit } from '#chain/courts/exhibits.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import type { CourtReads } from '#miner/jury/court/courtReads.ts';
import {
  type Court,
  type Finding,
  isVoteSigned,
  type JuryId,
  type OpenedVote,
  type SealedVote,
  sealOf,
} from '#protocol/court/vote.ts';
import type { RefusalCode } from '#protocol/refusal.ts';

export const court: Court = { chainId: 31337, juries: '0x3333333333333333333333333333333333333333' };

/** Windows are so short that what must be waited for in real time takes a second. */
export const TERMS: CourtTerms = {
  ...testTerms,
  seats: 8,
  feeBps: 1_000,
  juries: 2,
  drawBlocks: 1,
  commitWindow: 8,
  revealWindow: 8,
  appealWindow: 8,
  settleWindow: 100,
  fineWindow: 100,
  slashBps: 2_000,
};

/** Of a sealed vote's hash, what the contract keeps. */
const kept = (hash: Hex): Hex => slice(hash, 0, 27);

const EMPTY: BallotView = {
  ...{ seats: 0, finding: undefined, isSealed: false, isPaid: false, sealedVote: undefined },
  leftOut: 'nothing',
};

interface Kept {
  case: Omit<CaseView, 'jury'>;
  juries: (Omit<JuryView, keyof ReturnType<typeof juryDeadlines>> & { seats: number })[];
  exhibits: Exhibit[];
  ballots: BallotView[];
}

/** The juries' contract as a value, with one juror's ballots. The test moves its clock. */
export class Courthouse implements CourtReads {
  nowSeconds = 1_000_000;
  /** Thrown by every read. */
  failure: Error | undefined;
  /** Ids of the cases that were read. */
  readonly looked: bigint[] = [];
  readonly fined: JuryId[] = [];
  readonly #cases: Kept[] = [];
  readonly #operator: Address;

  /** @param operator the juror's key */
  constructor(operator: Address) {
    this.#operator = operator;
  }

  /** @returns the case's id */
  open(opened: Partial<Pick<CaseView, 'nodeId' | 'evidence'>> & { exhibits?: Exhibit[] } = {}): bigint {
    const { nodeId = 99n, evidence = `0x${'e'.repeat(64)}`, exhibits = [] } = opened;
    const caseId = BigInt(this.#cases.length + 1);
    this.#cases.push({
      case: {
        ...{ caseId, nodeId, evidence, drawnAt: this.nowSeconds - 5, openedAt: this.nowSeconds, round: 0 },
        ...{ verdict: undefined, settledAt: undefined },
      },
      ...{ juries: [], exhibits: [...exhibits], ballots: [] },
    });
    this.#call(caseId);
    return caseId;
  }

  exhibit(caseId: bigint, exhibit: Exhibit): void {
    this.#kept(caseId).exhibits.push(exhibit);
  }

  /** Draws the current jury with so many seats for the juror. */
  draw(caseId: bigint, seats: number): void {
    const jury = this.#kept(caseId).juries.at(-1)!;
    [jury.seed, jury.seats] = [`0x${'5'.repeat(64)}`, seats];
  }

  appeal(caseId: bigint): void {
    this.#kept(caseId).case.round++;
    this.#call(caseId);
  }

  /** @returns the code of a refusal, if it is refused */
  async commit(jury: JuryId, vote: SealedVote): Promise<RefusalCode | undefined> {
    const { seats } = this.#juryOf(jury);
    if (this.nowSeconds >= (await this.readJury(jury.caseId, jury.round)).commitEnd) return 'WINDOW_OVER';
    if (seats === 0) return 'NO_SEATS';
    if (!(await isVoteSigned(court, jury, vote, this.#operator))) return 'BAD_SIGNATURE';
    // A node's first vote stands.
    this.#kept(jury.caseId).ballots[jury.round] ??= {
      ...{ seats, finding: undefined, isSealed: true, isPaid: false, sealedVote: kept(vote.vote) },
      leftOut: 'nothing',
    };
    return undefined;
  }

  async reveal(jury: JuryId, vote: OpenedVote): Promise<RefusalCode | undefined> {
    const { commitEnd, revealEnd } = await this.readJury(jury.caseId, jury.round);
    if (this.nowSeconds < commitEnd || this.nowSeconds >= revealEnd) return 'WINDOW_OVER';
    const ballot = this.#kept(jury.caseId).ballots[jury.round];
    if (ballot?.sealedVote !== kept(sealOf(jury, vote))) return 'BAD_SIGNATURE';
    if (ballot.finding !== undefined) return undefined;
    ballot.finding = vote.finding;
    this.#juryOf(jury).votes[vote.finding] += ballot.seats;
    return undefined;
  }

  /** As a reorganisation does. */
  loseBallot({ caseId, round }: JuryId): void {
    delete this.#kept(caseId).ballots[round];
  }

  settle(caseId: bigint, verdict: Finding | undefined): void {
    Object.assign(this.#kept(caseId).case, { verdict, settledAt: this.nowSeconds });
  }

  pay({ caseId, round }: JuryId): void {
    this.#kept(caseId).ballots[round]!.isPaid = true;
  }

  readonly terms = async () => this.#answer(TERMS);
  readonly caseCount = async () => this.#answer(BigInt(this.#cases.length));
  readonly exhibits = async (caseId: bigint) => this.#answer(this.#kept(caseId).exhibits);
  readonly seatsOf = async (caseId: bigint, round: number) =>
    this.#answer(this.#juryOf({ caseId, round }).seats);
  readonly isFined = async (jury: JuryId) =>
    this.#answer(this.fined.some(({ caseId, round }) => caseId === jury.caseId && round === jury.round));

  readonly ballotOf = async (caseId: bigint, round: number): Promise<BallotView> =>
    this.#answer(this.#kept(caseId).ballots[round] ?? EMPTY);

  readonly readJury = async (caseId: bigint, round: number): Promise<JuryView> => {
    const { seats: _, ...jury } = this.#juryOf({ caseId, round });
    return this.#answer({ ...jury, ...juryDeadlines(TERMS, { start: jury.start, round }) });
  };

  readonly readCase = async (caseId: bigint): Promise<CaseView> => {
    this.looked.push(caseId);
    const known = this.#kept(caseId).case;
    return { ...known, jury: await this.readJury(caseId, known.round) };
  };

  #answer<T>(value: T): T {
    if (this.failure !== undefined) throw this.failure;
    return structuredClone(value);
  }

  #kept(caseId: bigint): Kept {
    return this.#cases[Number(caseId) - 1]!;
  }

  #juryOf({ caseId, round }: JuryId): Kept['juries'][number] {
    return this.#kept(caseId).juries[round]!;
  }

  #call(caseId: bigint): void {
    this.#kept(caseId).juries.push({
      ...{ party: zeroAddress, deposit: 1n, start: this.nowSeconds, seedBlock: 1n, totalWeight: 1n },
      ...{ seed: undefined, votes: { right: 0, wrong: 0, unavailable: 0 }, seats: 0 },
    });
  }
}
