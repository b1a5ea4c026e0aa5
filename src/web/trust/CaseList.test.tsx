import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Router } from 'wouter';
import { type Network, NetworkContext } from '#web/network/networkContext.ts';
import { CaseList } from '#web/trust/CaseList.tsx';
import type { ShownCase } from '#web/trust/case/shownCase.ts';
import { EXAMPLE_CASE } from '#web/trust/testing/exampleCase.ts';

const shown = (cases: ShownCase[], more: { hasMore?: boolean; loading?: boolean } = {}) =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <NetworkContext value={{} as Network}>
        <Router ssrPath="/trust">
          <CaseList cases={cases} hasMore={false} loading={false} onMore={() => {}} {...more} />
        </Router>
      </NetworkContext>
    </QueryClientProvider>,
  );

describe('the list of cases', () => {
  it('says that there was none', () => {
    expect(shown([])).toContain('>No result was ever disputed<');
  });

  it('shows a running case with the accused, its state, deadline and votes, and leads to it', () => {
    const html = shown([EXAMPLE_CASE]);
    expect(html).toMatch(/<a [^>]*href="\/cases\/7"[^>]*>Case 7<\/a> · against node 3/);
    expect(html).toContain('aria-label="Time left to vote"');
    expect(html).toContain('>Voting<');
    expect(html).toContain('no vote opened yet');
  });

  it('shows a settled case with its verdict and without a deadline', () => {
    const jury = { ...EXAMPLE_CASE.jury, votes: { right: 2, wrong: 30, unavailable: 0 } };
    const html = shown([
      { ...EXAMPLE_CASE, round: 1, state: 'settled', verdict: 'wrong', settledAt: 9_000, jury },
    ]);
    expect(html).toContain('</a>, appeal 1 ·');
    expect(html).toContain('data-tone="bad">Found wrong<');
    expect(html).toContain('30 wrong, 2 right');
    expect(html).not.toContain('role="timer"');
  });

  it('offers older cases where there are more', () => {
    expect(shown([EXAMPLE_CASE])).not.toContain('older');
    expect(shown([EXAMPLE_CASE], { hasMore: true })).toMatch(/aria-disabled="false"[^>]*>Show older cases</);
    expect(shown([EXAMPLE_CASE], { hasMore: true, loading: true })).toMatch(/aria-disabled="true"[^>]*>Show/);
  });
});
