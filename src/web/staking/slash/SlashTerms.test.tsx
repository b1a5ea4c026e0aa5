import { QueryClient } from '@tanstack/react-query';
import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { SlashTerms } from '#web/staking/slash/SlashTerms.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const PARTS = { wrongResultBps: 2_000, twoResultsBps: 500, wrongDrawBps: 350 };

function told(
  role: 'miner' | 'coordinator',
  parts: typeof PARTS | undefined,
  amount: { wei?: bigint; coolDown?: number } = {},
): string {
  const queries = new QueryClient();
  if (parts !== undefined) queries.setQueryData([...CHAIN_KEY, 'slashParts'], parts);
  return renderPage(<SlashTerms nodeRole={role} {...amount} />, { queries });
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

it('says of an amount what one slash can take of it, and how long it takes to leave', () => {
  const amount = { wei: parseEther('5000'), coolDown: 3_600 };
  expect(told('miner', PARTS, amount)).toContain(
    'At most 1,000 CAI of these 5,000 CAI can be lost in one slash. Taking it back takes 1 h.',
  );
  expect(told('coordinator', PARTS, { wei: amount.wei })).toContain(
    'At most 175 CAI of these 5,000 CAI can be lost in one slash.<',
  );
});
