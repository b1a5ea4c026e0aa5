import type { CourtTerms } from '#chain/courts/courtTerms.ts';

/** Windows of 100, 50 and 30 seconds; a case takes at most 562. */
export const testTerms: CourtTerms = {
  pay: 10n,
  fine: 20n,
  sealedFactor: 3,
  seats: 12,
  quorumBps: 4_300,
  feeBps: 100,
  growth: 4,
  juries: 3,
  drawBlocks: 4,
  commitWindow: 100,
  revealWindow: 50,
  appealWindow: 30,
  settleWindow: 20,
  fineWindow: 32,
  slashBps: 3_000,
  paidBps: 5_000,
  reporterBps: 1_000,
  bondBps: 1_000,
  reportWindow: 1_000,
};
