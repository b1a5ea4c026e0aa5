import { QueryClient } from '@tanstack/react-query';
import { parseEther, zeroAddress, zeroHash } from 'viem';
import { expect, it } from 'vitest';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { AnswerGate } from '#web/evidence/answer/AnswerGate.tsx';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const OWNER = '0x00000000000000000000000000000000000000C0';
const CASE = {
  ...{ caseId: 7n, nodeId: 3n, evidence: zeroHash, drawnAt: 1, openedAt: 2, round: 0 },
  ...{ verdict: undefined, settledAt: undefined },
  jury: { deposit: parseEther('300'), commitEnd: 3_000, revealEnd: 4_000, finalAt: 5_000 },
} as unknown as CaseView;
const NOT_YOURS = 'Only the accused can answer';

/** The case's page for this wallet, in a browser that has kept the work or not. */
function shown(
  change: Partial<CaseView>,
  { address = zeroAddress as typeof zeroAddress, isKept = false } = {},
) {
  const queries = new QueryClient();
  queries.setQueryData([...CHAIN_KEY, 'node', '3'], { id: 3n, owner: OWNER });
  queries.setQueryData(['answerKept', undefined, zeroHash], isKept);
  const gate = <AnswerGate theCase={{ ...CASE, ...change }} terms={testTerms} nowSeconds={2_500} />;
  return renderPage(gate, { address, queries });
}

it('tells a stranger who can answer as long as a juror may vote, and offers nothing', () => {
  expect(shown({})).toContain(NOT_YOURS);
  expect(shown({})).not.toContain('<button');
  expect(shown({ settledAt: 2_400 })).toBe('');
});

it('does not send away who has kept the work, nor the owner of the accused node', () => {
  expect(shown({}, { isKept: true })).not.toContain(NOT_YOURS);
  expect(shown({}, { address: OWNER as typeof zeroAddress })).not.toContain(NOT_YOURS);
});
