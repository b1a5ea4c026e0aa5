import { QueryClient } from '@tanstack/react-query';
import { parseEther, zeroAddress } from 'viem';
import { expect, it } from 'vitest';
import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';
import { IDLE } from '#web/transaction/transactionRun.ts';
import type { TransactionFlow } from '#web/transaction/useTransaction.ts';
import { AppealCard, AppealOffer } from '#web/trust/appeal/AppealCard.tsx';
import type { ShownCase } from '#web/trust/case/shownCase.ts';
import { EXAMPLE_CASE } from '#web/trust/testing/exampleCase.ts';

const TERMS: CourtTerms = { ...testTerms, feeBps: 1_000, commitWindow: 120, revealWindow: 60 };
const APPEALABLE: ShownCase = { ...EXAMPLE_CASE, state: 'appealable' };
const flow = { state: IDLE, busy: false } as TransactionFlow;
const DEPOSIT = parseEther('528');
const offered = (address?: typeof zeroAddress, queries = new QueryClient()) =>
  renderPage(
    <AppealOffer theCase={APPEALABLE} terms={TERMS} deposit={DEPOSIT} flow={flow} />,
    address === undefined ? {} : { address, queries },
  );
/** Offered to a wallet that holds so many wei of CAI. */
const offeredTo = (cai: bigint) => {
  const queries = new QueryClient();
  queries.setQueryData([...CHAIN_KEY, 'balances', zeroAddress], { cai, gas: 1n });
  return offered(zeroAddress, queries);
};

it.each(['drawing', 'voting', 'revealing', 'settling', 'settled'] as const)(
  'offers no appeal of a case that is %s',
  (state) => {
    expect(renderPage(<AppealCard theCase={{ ...EXAMPLE_CASE, state }} terms={TERMS} />)).toBe('');
  },
);

it('tells the terms to who has no wallet connected, and asks for one', () => {
  expect(offered()).toContain('You deposit 528 CAI.');
  expect(offered()).toContain('>Connect wallet<');
  expect(offered()).not.toContain('>Appeal with 528 CAI<');
});

it('cannot be signed before the wallet’s balance is known', () => {
  expect(offered(zeroAddress)).toMatch(/aria-disabled="true"[^>]*>Appeal with 528 CAI</);
});

it('can be signed by a wallet that has just the deposit', () => {
  expect(offeredTo(DEPOSIT)).toMatch(/aria-disabled="false"[^>]*>Appeal with 528 CAI</);
  expect(offeredTo(DEPOSIT)).not.toContain('class="warn"');
});

it('says what a wallet lacks, and cannot be signed by it', () => {
  expect(offeredTo(DEPOSIT - 1n)).toMatch(/aria-disabled="true"[^>]*>Appeal with 528 CAI</);
  expect(offeredTo(parseEther('527'))).toMatch(/class="warn">[^<]*527 CAI/);
});
