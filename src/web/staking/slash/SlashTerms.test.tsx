import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { SlashTerms } from '#web/staking/slash/SlashTerms.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const PARTS = { wrongResultBps: 2_000, twoResultsBps: 500, wrongDrawBps: 350 };

function told(role: 'miner' | 'coordinator', parts: typeof PARTS | undefined): string {
  const queries = new QueryClient();
  if (parts !== undefined) queries.setQueryData([...CHAIN_KEY, 'slashParts'], parts);
  return renderPage(<SlashTerms nodeRole={role} />, { queries });
}

it('says what the chain’s courts take from stake in a miner', () => {
  expect(told('miner', PARTS)).toMatch(/20 %.* wrong.* 5 %.* two/);
});

it('says what they take from stake in a coordinator', () => {
  expect(told('coordinator', PARTS)).toMatch(/3\.5 %.* draw/);
  expect(told('coordinator', PARTS)).not.toContain('20 %');
});

it('gives no number before the chain has told it', () => {
  expect(told('miner', undefined)).not.toMatch(/\d/);
});
