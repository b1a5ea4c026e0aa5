import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Router } from 'wouter';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { type Network, NetworkContext } from '#web/network/networkContext.ts';
import { CaseView } from '#web/trust/CaseView.tsx';
import type { ShownCase } from '#web/trust/case/shownCase.ts';
import { EXAMPLE_CASE } from '#web/trust/testing/exampleCase.ts';

const shown = (change: Partial<ShownCase> = {}) =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <NetworkContext value={{} as Network}>
        <Router ssrPath="/cases/7">
          <CaseView
            theCase={{ ...EXAMPLE_CASE, ...change }}
            reporter={EXAMPLE_CASE.jury.party}
            name="Ann’s tab"
            terms={testTerms}
            nowSeconds={2_500}
          />
        </Router>
      </NetworkContext>
    </QueryClientProvider>,
  );

describe('a case’s page', () => {
  it('names the accused, the reporter with its deposit, and where the case stands', () => {
    const html = shown();
    expect(html).toContain('<bdi>Case 7</bdi></h1>');
    expect(html).toContain('<a href="/nodes/3">node “Ann’s tab” (3)</a>');
    expect(html).toMatch(/who deposited 300 CAI(?! CAI)/);
    expect(html).not.toContain('Appealed by');
    expect(html).toContain('>Voting<');
    expect(html).toContain('Nothing yet');
  });

  it('marks the deadline that comes next in the timeline', () => {
    expect(shown()).toMatch(
      /data-past="false" aria-current="step"><time[^>]*>[^<]*<\/time><span>Jury 1, drawn/,
    );
  });

  it('shows votes by finding with what a verdict takes', () => {
    const jury = { ...EXAMPLE_CASE.jury, votes: { right: 2, wrong: 7, unavailable: 1 } };
    const html = shown({ state: 'appealable', jury });
    expect(html).toMatch(
      /Wrong<\/dt><dd><span class="digits">7<[^]*Right<\/dt>[^]*>2<[^]*evidence<\/dt>[^]*>1</,
    );
    expect(html).toContain('A verdict takes 6 that agree.');
  });

  it('names who appealed and which juries voted before', () => {
    const html = shown({ round: 2 });
    expect(html).toContain('Appealed by');
    expect(html).toContain('Juries 1 to 2 have voted before.');
  });
});
