import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';
import { EXAMPLE_CASE } from '#web/trust/testing/exampleCase.ts';
import { useCases } from '#web/trust/useCases.ts';

const IDS = [7n, 8n];

function Cases() {
  const { cases, unread, isReading } = useCases(IDS);
  return `${cases.map(({ caseId }) => caseId)}; unread: ${unread}; reading: ${isReading}`;
}

/** What is known of the two cases when the chain has not answered, or has failed. */
function shown(...known: { isRead: boolean; isFailed: boolean }[]): string {
  // Else what has failed counts as asked for again.
  const queries = new QueryClient({ defaultOptions: { queries: { retryOnMount: false } } });
  for (const [place, { isRead, isFailed }] of known.entries()) {
    const caseId = IDS[place]!;
    const query = queries.getQueryCache().build(queries, { queryKey: [...CHAIN_KEY, 'case', `${caseId}`] });
    if (isRead) query.setData({ ...EXAMPLE_CASE, caseId });
    if (isFailed) query.setState({ status: 'error', error: new Error('no answer') });
  }
  return renderPage(<Cases />, { queries });
}
const [READ, FAILED, OLD, COMING] = [
  { isRead: true, isFailed: false },
  { isRead: false, isFailed: true },
  { isRead: true, isFailed: true },
  { isRead: false, isFailed: false },
];

it.each([
  ['both', [READ, READ], '7,8; unread: 0; reading: false'],
  ['one that failed', [READ, FAILED], '7; unread: 1; reading: false'],
  ['one that is only not read again', [READ, OLD], '7,8; unread: 0; reading: false'],
  ['one that is on its way', [COMING, READ], '8; unread: 0; reading: true'],
])('counts as unread what the chain was asked for in vain: %s', (_, known, text) => {
  expect(shown(...known)).toBe(text);
});
