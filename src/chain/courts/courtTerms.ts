import type { Finding } from '#protocol/court/vote.ts';

/** What a case before juries costs and how long it may take. Amounts in wei, windows in seconds. */
export interface CourtTerms {
  /** A juror's pay for each seat that found what the last jury found. */
  readonly pay: bigint;
  /** What a juror that sealed no vote loses for each seat. */
  readonly fine: bigint;
  /** How many of these fines a seat costs whose sealed vote found the opposite, or was not opened. */
  readonly sealedFactor: number;
  /** Seats of the first jury, on average. */
  readonly seats: number;
  readonly quorumBps: number;
  readonly feeBps: number;
  /** How many times as many seats each further jury has. */
  readonly growth: number;
  /** The most juries of one case. */
  readonly juries: number;
  /** Blocks from the call of a jury to the one whose hash draws it. */
  readonly drawBlocks: number;
  readonly commitWindow: number;
  readonly revealWindow: number;
  readonly appealWindow: number;
  readonly settleWindow: number;
  readonly fineWindow: number;
  readonly slashBps: number;
  readonly paidBps: number;
  readonly reporterBps: number;
  readonly bondBps: number;
  /** After its task was drawn, in which a result can be reported. */
  readonly reportWindow: number;
}

/**
 * Seats of a jury, on average.
 * @param round 0 is the first jury
 * @example seatsOfRound(terms, 1); // 48
 */
export const seatsOfRound = ({ seats, growth }: CourtTerms, round: number): number => seats * growth ** round;

/**
 * What a juror loses for so many seats whose vote is not the verdict, in wei. An unavailable result costs
 * nothing; that is the caller's to know.
 * @param isSealed whether it sealed a vote: the opposite, or one that it did not open
 * @example fineOfSeats(terms, { seats: 3, isSealed: false }); // 3n * terms.fine
 */
export const fineOfSeats = (
  { fine, sealedFactor }: Pick<CourtTerms, 'fine' | 'sealedFactor'>,
  { seats, isSealed }: { seats: number; isSealed: boolean },
): bigint => fine * BigInt(isSealed ? sealedFactor * seats : seats);

const BPS = 10_000;

/**
 * The fewest seats that make a verdict.
 * @param round 0 is the first jury
 * @example quorumOfRound(terms, 0); // 6
 */
export const quorumOfRound = (terms: CourtTerms, round: number): number =>
  Math.ceil((seatsOfRound(terms, round) * terms.quorumBps) / BPS);

/**
 * What a jury has found by the votes that are opened: more seats than found anything else, and at least a
 * quorum of all. As the contract's `JuryRules.verdict`.
 * @param votes seats that found each
 * @returns undefined without a verdict
 * @example verdictOf(terms, round, jury.votes); // 'wrong'
 */
export function verdictOf(
  terms: CourtTerms,
  round: number,
  { right, wrong, unavailable }: Readonly<Record<Finding, number>>,
): 'right' | 'wrong' | undefined {
  const [found, most, less] =
    wrong > right ? (['wrong', wrong, right] as const) : (['right', right, wrong] as const);
  return most > less && most > unavailable && most >= quorumOfRound(terms, round) ? found : undefined;
}

/**
 * The most seconds from the opening of a case to its last fine.
 * @example const over = openedAt + caseSeconds(terms);
 */
export function caseSeconds(terms: CourtTerms): number {
  const jury = terms.commitWindow + terms.revealWindow + terms.appealWindow;
  return terms.juries * jury - terms.appealWindow + terms.settleWindow + terms.fineWindow;
}

/** When a jury's windows end, in Unix seconds. */
export interface JuryDeadlines {
  commitEnd: number;
  revealEnd: number;
  /** From when on its verdict can be carried out. */
  finalAt: number;
}

/**
 * When the windows of a jury end.
 * @param jury `start` is when it was called, in Unix seconds
 * @example juryDeadlines(terms, { start: 1_800_000_000, round: 0 }).commitEnd;
 */
export function juryDeadlines(
  { commitWindow, revealWindow, appealWindow, juries }: CourtTerms,
  { start, round }: { start: number; round: number },
): JuryDeadlines {
  const commitEnd = start + commitWindow;
  const revealEnd = commitEnd + revealWindow;
  return { commitEnd, revealEnd, finalAt: revealEnd + (round + 1 < juries ? appealWindow : 0) };
}
