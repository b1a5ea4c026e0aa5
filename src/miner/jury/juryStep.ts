import type { BallotView, JuryView } from '#chain/courts/courtReader.ts';
import type { JuryStep } from '#miner/status/minerStatus.ts';

/** All that says how far a jury is for one of its jurors. */
export interface JuryFacts {
  /** When its case was settled, in Unix seconds; undefined while it runs. */
  readonly settledAt: number | undefined;
  readonly jury: Pick<JuryView, 'commitEnd' | 'revealEnd'>;
  /** The juror's ballot on the chain. */
  readonly ballot: Pick<BallotView, 'isSealed' | 'finding'>;
  /** Whether this tab keeps a vote. */
  readonly hasVote: boolean;
  /** Unix seconds, by the chain's clock. */
  readonly nowSeconds: number;
}

/**
 * The step that follows from the chain, the time and what the tab keeps. Nothing else is remembered, so a tab
 * that was closed goes on where its jury is now:
 *
 *   judging → sealed → committed → opening → opened → over
 *      └────────┴──────────┴─────────┴→ missed ────────↑
 *
 * - `judging` until a vote is kept, `sealed` until the chain has its hash.
 * - `committed` until sealed votes may be opened, `opening` until the chain has the vote, then `opened`.
 * - `missed` when a window closed first, or when the chain has a sealed vote that this tab cannot open.
 * - `over` once the case is settled.
 */
export function juryStepOf({ settledAt, jury, ballot, hasVote, nowSeconds }: JuryFacts): JuryStep {
  if (settledAt !== undefined) return 'over';
  if (ballot.finding !== undefined) return 'opened';
  if (!ballot.isSealed) {
    if (nowSeconds >= jury.commitEnd) return 'missed';
    return hasVote ? 'sealed' : 'judging';
  }
  if (!hasVote || nowSeconds >= jury.revealEnd) return 'missed';
  return nowSeconds < jury.commitEnd ? 'committed' : 'opening';
}
