import { keccak256, toHex, zeroAddress, zeroHash } from 'viem';
import type { CaseView, JuryView } from '#chain/courts/courtReader.ts';
import { type CourtTerms, juryDeadlines } from '#chain/courts/courtTerms.ts';

/** Windows of 100, 50 and 30 seconds; a case takes at most 360. */
export const testTerms: CourtTerms = {
  ...{
    pay: 10n,
    fine: 20n,
    sealedFactor: 3,
    seats: 12,
    quorumBps: 4_300,
    feeBps: 100,
    growth: 4,
    juries: 3,
    drawBlocks: 4,
  },
  ...{ commitWindow: 100, revealWindow: 50, appealWindow: 30, settleWindow: 20, fineWindow: 32 },
  ...{ slashBps: 3_000, paidBps: 5_000, reporterBps: 1_000, bondBps: 1_000, reportWindow: 1_000 },
};

/** A case that runs, with a jury that was drawn. */
export function testCase(
  { caseId, round, start }: { caseId: bigint; round: number; start: number },
  changes: Partial<CaseView> = {},
  jury: Partial<JuryView> = {},
): CaseView {
  return {
    ...{ caseId, round, nodeId: 9n, evidence: zeroHash, drawnAt: 900, openedAt: start },
    ...{ verdict: undefined, settledAt: undefined },
    jury: {
      ...{ party: zeroAddress, deposit: 5n, start, seedBlock: 8n, seed: keccak256(toHex('seed')) },
      ...{ totalWeight: 100n, votes: { right: 0, wrong: 0, unavailable: 0 } },
      ...juryDeadlines(testTerms, { start, round }),
      ...jury,
    },
    ...changes,
  };
}
