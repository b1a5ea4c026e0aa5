import { QueryClient } from '@tanstack/react-query';
import { parseEther, zeroAddress } from 'viem';
import { expect, it } from 'vitest';
import { ReportAction, reportSentences } from '#web/create/report/ReportPanel.tsx';
import type { ReportTerms } from '#web/create/report/useReport.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';
import { IDLE } from '#web/transaction/transactionRun.ts';
import type { TransactionFlow } from '#web/transaction/useTransaction.ts';

const OPEN = { kind: 'open', deposit: parseEther('528') } as const;
const EXHIBIT = { kind: 'exhibit', caseId: 7n } as const;
const flow = { state: IDLE, busy: false } as TransactionFlow;

/** The button, for a wallet that holds so many wei of CAI. */
function actionOf(terms: Exclude<ReportTerms, { kind: 'decided' }>, cai: bigint): string {
  const queries = new QueryClient();
  queries.setQueryData([...CHAIN_KEY, 'balances', zeroAddress], { cai, gas: 1n });
  const action = <ReportAction terms={terms} flow={flow} onReport={() => undefined} />;
  return renderPage(action, { address: zeroAddress, queries });
}

it('says before signing what the deposit is, when it is lost, and that the prompt becomes public', () => {
  const said = reportSentences(OPEN, 1_000).join(' ');
  expect(said).toContain('You deposit 528 CAI. If the jury finds the result right, you lose it');
  expect(said).toContain('less a fee of 10 %');
  expect(said).toContain('Your prompt and the result become public');
  expect(reportSentences(EXHIBIT, 1_000).join(' ')).not.toContain('You deposit');
  expect(reportSentences({ kind: 'decided', caseId: 7n }, 1_000)).toHaveLength(1);
});

it('asks for a wallet where none is connected', () => {
  const html = renderPage(<ReportAction terms={OPEN} flow={flow} onReport={() => undefined} />);
  expect(html).toContain('>Connect wallet<');
});

it('can be signed by a wallet that has the deposit, and not by one that lacks a wei of it', () => {
  expect(actionOf(OPEN, OPEN.deposit)).toMatch(/aria-disabled="false"[^>]*>Report this result with 528 CAI</);
  expect(actionOf(OPEN, OPEN.deposit - 1n)).toMatch(/aria-disabled="true"/);
  expect(actionOf(OPEN, parseEther('527'))).toMatch(/class="warn">[^<]*527 CAI/);
});

it('takes no deposit for evidence in a case that runs', () => {
  expect(actionOf(EXHIBIT, 0n)).toMatch(/aria-disabled="false"[^>]*>Add your evidence</);
});
