import { type Address, type Hex, zeroHash } from 'viem';
import { ChainError, chainErrorOf } from '#chain/chainError.ts';
import { CASE_EVENTS, type CaseEvent, readCaseEvents } from '#chain/courts/caseEvents.ts';
import { type CourtTerms, type JuryDeadlines, juryDeadlines } from '#chain/courts/courtTerms.ts';
import { type Exhibit, readExhibits, wasExhibited } from '#chain/courts/exhibits.ts';
import { juriesAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { FINDING, type Finding } from '#protocol/court/vote.ts';

/** One jury of a case. */
export interface JuryView extends JuryDeadlines {
  /** Who called it: the reporter, or who appealed. */
  party: Address;
  /** Wei. */
  deposit: bigint;
  /** When it was called, in Unix seconds. */
  start: number;
  /** The block whose hash draws it. */
  seedBlock: bigint;
  /** Undefined until it is drawn. */
  seed: Hex | undefined;
  /** The weight of all miners that may sit, in wei. */
  totalWeight: bigint;
  /** Seats that found each. */
  votes: Record<Finding, number>;
}

/** A result that somebody reported as wrong. Times are in Unix seconds. */
export interface CaseView {
  caseId: bigint;
  /** The accused. */
  nodeId: bigint;
  /** `evidenceIdOf` of the signed result. */
  evidence: Hex;
  /** When the accused got the task. */
  drawnAt: number;
  openedAt: number;
  /** The current jury, counted from 0. */
  round: number;
  /** What the last jury found; undefined while the case runs, and if it found nothing. */
  verdict: Finding | undefined;
  /** Undefined while the case runs. */
  settledAt: number | undefined;
  /** That of the current round. */
  jury: JuryView;
}

/** How much of a node's weight the juries' totals leave out, in the contract's order. */
const LEFT_OUT = ['nothing', 'excess', 'all'] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** A node's vote on a jury. */
export interface BallotView {
  /** 0 until its sealed vote is recorded. */
  seats: number;
  /** Undefined until its vote is opened. */
  finding: Finding | undefined;
  /** The first 27 bytes of `sealOf` the vote; undefined until it is recorded. */
  sealedVote: Hex | undefined;
  isSealed: boolean;
  isPaid: boolean;
  /** On the first jury, for all: as what the node was named. */
  leftOut: LeftOut;
}

const findingOf = (number: number): Finding | undefined =>
  (Object.keys(FINDING) as Finding[]).find((finding) => FINDING[finding] === number);

/**
 * Reads the juries' contract. Every method throws a ChainError as `chainErrorOf` gives it.
 * @example
 * const court = new CourtReader(readClientOf(config), config.contracts.juries);
 * const { jury } = await court.readCase(await court.caseCount());
 */
export class CourtReader {
  readonly #client: ReadClient;
  readonly #contract: { readonly abi: typeof juriesAbi; readonly address: Address };
  #terms: Promise<CourtTerms> | undefined;

  constructor(client: ReadClient, juries: Address) {
    this.#client = client;
    this.#contract = { abi: juriesAbi, address: juries };
  }

  /** They never change, so they are read once. */
  terms(): Promise<CourtTerms> {
    this.#terms ??= this.#readTerms().catch((error: unknown) => {
      this.#terms = undefined;
      throw chainErrorOf(error);
    });
    return this.#terms;
  }

  /** Cases so far; they are numbered from 1. */
  async caseCount(): Promise<bigint> {
    return this.#read(this.#client.readContract({ ...this.#contract, functionName: 'caseCount' }));
  }

  /**
   * A case with its current jury.
   * @throws ChainError NO_BLOCK also when there is no such case
   */
  async readCase(caseId: bigint): Promise<CaseView> {
    const { drawnAt, openedAt, nodeId, round, verdict, settledAt, evidence } = await this.#read(
      this.#client.readContract({ ...this.#contract, functionName: 'getCase', args: [caseId] }),
    );
    if (openedAt === 0) throw new ChainError('NO_BLOCK', `The chain’s node knows no case ${caseId}.`);
    return {
      ...{ caseId, nodeId: BigInt(nodeId), evidence, drawnAt, openedAt, round },
      verdict: findingOf(verdict),
      settledAt: settledAt === 0 ? undefined : settledAt,
      jury: await this.readJury(caseId, round),
    };
  }

  /**
   * One jury of a case.
   * @param round 0 is the first
   * @throws ChainError NO_BLOCK also when it was never called
   */
  async readJury(caseId: bigint, round: number): Promise<JuryView> {
    const args = [caseId, BigInt(round)] as const;
    const [jury, terms] = await Promise.all([
      this.#read(this.#client.readContract({ ...this.#contract, functionName: 'juryOf', args })),
      this.terms(),
    ]);
    const { party, deposit, start, seedBlock, seed, totalWeight, votes } = jury;
    if (start === 0)
      throw new ChainError('NO_BLOCK', `The chain’s node knows no jury ${round} of ${caseId}.`);
    return {
      ...{ party, deposit, start, seedBlock, totalWeight },
      ...juryDeadlines(terms, { start, round }),
      seed: seed === zeroHash ? undefined : seed,
      votes: {
        right: votes[FINDING.right],
        wrong: votes[FINDING.wrong],
        unavailable: votes[FINDING.unavailable],
      },
    };
  }

  /** A node's seats on a jury; 0 before the draw, and for who may not sit. */
  async seatsOf(caseId: bigint, round: number, nodeId: bigint): Promise<number> {
    const args = [caseId, BigInt(round), nodeId] as const;
    return Number(
      await this.#read(this.#client.readContract({ ...this.#contract, functionName: 'seatsOf', args })),
    );
  }

  /** A node's vote as the chain has it. */
  async ballotOf(caseId: bigint, round: number, nodeId: bigint): Promise<BallotView> {
    const args = [caseId, BigInt(round), nodeId] as const;
    const { seats, finding, paid, sealedVote, leftOut } = await this.#read(
      this.#client.readContract({ ...this.#contract, functionName: 'ballotOf', args }),
    );
    const isSealed = seats > 0;
    return {
      ...{ seats, finding: findingOf(finding), isSealed, isPaid: paid, leftOut: LEFT_OUT[leftOut]! },
      sealedVote: isSealed ? sealedVote : undefined,
    };
  }

  /** The case about a signed result that is open or has a verdict; undefined if there is none. */
  async caseOf(evidence: Hex): Promise<bigint | undefined> {
    const caseId = await this.#read(
      this.#client.readContract({ ...this.#contract, functionName: 'caseOf', args: [evidence] }),
    );
    return caseId === 0n ? undefined : caseId;
  }

  /** What it takes to report a result of this node, in wei of CAI. */
  async reportDepositOf(nodeId: bigint): Promise<bigint> {
    const args = [nodeId] as const;
    return this.#read(
      this.#client.readContract({ ...this.#contract, functionName: 'reportDepositOf', args }),
    );
  }

  /** What it takes to call this jury of a case, in wei of CAI. */
  async appealDepositOf(caseId: bigint, round: number): Promise<bigint> {
    const args = [caseId, BigInt(round)] as const;
    return this.#read(
      this.#client.readContract({ ...this.#contract, functionName: 'appealDepositOf', args }),
    );
  }

  /**
   * Where the evidence of a case can be fetched: at most 16 places, the reporter's first, then the newest
   * ones with the newest last.
   */
  async exhibits(caseId: bigint): Promise<Exhibit[]> {
    const opening = await this.#openingOf(caseId);
    return this.#read(readExhibits(this.#client, this.#contract.address, { caseId, opening }));
  }

  /** Whether a case shows a bundle, also behind many newer exhibits. */
  async isExhibited(caseId: bigint, hash: Hex): Promise<boolean> {
    const opening = await this.#openingOf(caseId);
    return this.#read(wasExhibited(this.#client, this.#contract.address, { caseId, opening, hash }));
  }

  /**
   * What happened to a case, as far as its events can be read: those of its opening, then the newest ones
   * with the newest last.
   * @param most how many are enough; a few more may come
   */
  async events(caseId: bigint, most: number): Promise<CaseEvent[]> {
    const opening = await this.#openingOf(caseId);
    const wanted = { caseId, opening, most, names: CASE_EVENTS };
    const events = await this.#read(readCaseEvents(this.#client, this.#contract.address, wanted));
    return [...events.opening, ...events.newer];
  }

  /** The block in which a case was opened. */
  async #openingOf(caseId: bigint): Promise<bigint> {
    const [{ seedBlock }, { drawBlocks }] = await Promise.all([this.readJury(caseId, 0), this.terms()]);
    return seedBlock - BigInt(drawBlocks);
  }

  async #readTerms(): Promise<CourtTerms> {
    const [terms, reportWindow] = await Promise.all([
      this.#client.readContract({ ...this.#contract, functionName: 'getTerms' }),
      this.#client.readContract({ ...this.#contract, functionName: 'reportWindow' }),
    ]);
    return { ...terms, reportWindow: Number(reportWindow) };
  }

  #read<T>(reading: Promise<T>): Promise<T> {
    return reading.catch((error: unknown) => {
      throw chainErrorOf(error);
    });
  }
}
