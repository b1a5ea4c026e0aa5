import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { ApiCaseDetail } from '#protocol/messages/apiCase.ts';
import { type Network, NetworkContext } from '#web/network/networkContext.ts';
import { CaseView } from '#web/trust/CaseView.tsx';
import { EXAMPLE_CASE } from '#web/trust/testing/exampleCase.ts';

const shown = (change: Partial<ApiCaseDetail> = {}) =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <NetworkContext value={{} as Network}>
        <CaseView
          theCase={{ ...EXAMPLE_CASE, ...change }}
          url="http://c.test/"
          name="Ann’s tab"
          terms={undefined}
          nowSeconds={2_500}
        />
      </NetworkContext>
    </QueryClientProvider>,
  );
const [exhibit] = EXAMPLE_CASE.exhibits;

describe('a case’s page', () => {
  it('names the accused, the reporter with its deposit, and where the case stands', () => {
    const html = shown();
    expect(html).toContain('<h1>Case 7</h1>');
    expect(html).toContain('node “Ann’s tab” (3)');
    expect(html).toContain('who deposited 300 CAI');
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
    const html = shown({ jury: { ...EXAMPLE_CASE.jury, round: 2 } });
    expect(html).toContain('Appealed by');
    expect(html).toContain('Juries 1 to 2 have voted before.');
  });

  it('leads to the evidence at the coordinator that keeps it', () => {
    expect(shown()).toContain(`href="http://c.test${exhibit!.url}"`);
    const away = shown({ exhibits: [{ ...exhibit!, url: null }] });
    expect(away).not.toContain('download=');
    expect(away).toContain('not at the coordinator asked here');
  });

  it('says what each transaction did, and names one that it does not know as the contract does', () => {
    const [opened] = EXAMPLE_CASE.transactions;
    const html = shown({
      transactions: [opened!, { ...opened!, hash: `0x${'8'.repeat(64)}`, event: 'New' }],
    });
    expect(html).toMatch(/Reported <span[^>]*>in block 89<[^]*New <span/);
  });
});
