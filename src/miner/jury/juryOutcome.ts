import type { BallotView, JuryView } from '#chain/courts/courtReader.ts';
import { type CourtTerms, fineOfSeats, seatsOfRound } from '#chain/courts/courtTerms.ts';
import type { JuryOutcome } from '#miner/status/minerStatus.ts';
import type { Finding } from '#protocol/court/vote.ts';

/** A settled case, as one of its jurors sees it. */
export interface SettledJury {
  readonly terms: CourtTerms;
  /** Of the juror's jury, which need not be the last. */
  readonly round: number;
  readonly jury: Pick<JuryView, 'votes'>;
  readonly verdict: Finding | undefined;
  readonly settledAt: number;
  /** Of the juror. */
  readonly seats: number;
  readonly ballot: Pick<BallotView, 'finding' | 'isPaid' | 'isSealed'>;
  readonly isFined: boolean;
  /** Unix seconds, by the chain's clock. */
  readonly nowSeconds: number;
}

/**
 * What a settled case brings or costs one of its jurors, by the contract's rules: a seat that found what the
 * last jury found is paid, one that stayed empty is fined, one that found the opposite or did not open its
 * vote several times as much, and one that found the evidence unavailable neither. Without a verdict nobody
 * is paid or fined.
 */
export function juryOutcomeOf(settled: SettledJury): JuryOutcome {
  const { verdict, ballot, terms, seats, settledAt, nowSeconds } = settled;
  const nothing = { verdict: verdict ?? null, amountWei: '0' };
  if (verdict === undefined || ballot.finding === 'unavailable') return { ...nothing, result: 'none' };
  if (ballot.finding === verdict) {
    const amountWei = (payOfSeat(settled, verdict) * BigInt(seats)).toString();
    return { verdict, result: ballot.isPaid ? 'paid' : 'owed', amountWei };
  }
  const amountWei = fineOfSeats(terms, { seats, isSealed: ballot.isSealed }).toString();
  if (settled.isFined) return { verdict, result: 'fined', amountWei };
  const mayBeFined = nowSeconds < settledAt + terms.fineWindow;
  return mayBeFined ? { verdict, result: 'finable', amountWei } : { ...nothing, result: 'none' };
}

/** If by chance more seats than a jury's found it, they share the pay of those. */
function payOfSeat({ terms, jury, round }: SettledJury, verdict: Finding): bigint {
  const [count, seats] = [jury.votes[verdict], seatsOfRound(terms, round)];
  return count <= seats ? terms.pay : (terms.pay * BigInt(seats)) / BigInt(count);
}

/** Whether nothing can change any more. */
export const isFinal = ({ result }: JuryOutcome): boolean => !['owed', 'finable'].includes(result);
