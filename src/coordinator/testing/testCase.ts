import { keccak256, toHex, zeroAddress, zeroHash } from 'viem';
import type { CaseView, JuryView } from '#chain/courts/courtReader.ts';
import { juryDeadlines } from '#chain/courts/courtTerms.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';

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
