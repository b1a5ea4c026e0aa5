import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import type { JuryStatus } from '#miner/status/minerStatus.ts';
import { JuryCard } from '#web/mine/jury/JuryCard.tsx';
import { type Network, NetworkContext } from '#web/network/networkContext.ts';

const JURY: JuryStatus = {
  ...{ caseId: '7', round: 0, seats: 2, step: 'judging', work: 'fetching', finding: null, reason: null },
  ...{
    distance: null,
    deadline: Math.floor(Date.now() / 1_000) + 3_600,
    outcome: null,
    problem: null,
    download: null,
  },
};
const shown = (juries: JuryStatus[], running = true, casesToServe?: number) =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <NetworkContext value={{} as Network}>
        <JuryCard juries={juries} running={running} casesToServe={casesToServe} />
      </NetworkContext>
    </QueryClientProvider>,
  );
const ended = (result: 'paid' | 'fined' | 'none', amount: string): JuryStatus => ({
  ...{ ...JURY, step: 'over', work: null, deadline: null, finding: 'right' },
  outcome: { verdict: 'right', result, amountWei: parseEther(amount).toString() },
});

describe('the jury card', () => {
  it('says what jury duty is before there is any', () => {
    const html = shown([]);
    expect(html).toContain('miners drawn by stake check it on their GPUs');
    expect(html).toContain('>No jury yet<');
    expect(html).not.toContain('role="alert"');
  });

  it('shows a case with its seats, what is done and the time that is left', () => {
    const html = shown([JURY]);
    expect(html).toMatch(/<b>Case 7 · 2 seats<\/b>/);
    expect(html).toContain('Fetching the evidence');
    expect(html).toMatch(/aria-label="Time left to vote"[^]*?(59 min|1 h)/);
    expect(html).toContain('>Checking<');
  });

  it('names the appeal of a later jury, and one seat', () => {
    expect(shown([{ ...JURY, round: 1, seats: 1 }])).toMatch(/<b>Case 7, appeal 1 · 1 seat<\/b>/);
  });

  it.each([
    ['judging', false],
    ['sealed', true],
    ['committed', true],
    ['opening', true],
    ['opened', false],
    ['missed', false],
  ] as const)('warns of clearing the storage while it keeps what opens a vote: %s, %s', (step, warns) => {
    expect(shown([{ ...JURY, step, work: null }]).includes('do not clear the site’s data')).toBe(warns);
  });

  it.each([
    ['was paid', ended('paid', '6'), '>6 CAI<'],
    ['was fined', ended('fined', '12'), '>−12 CAI<'],
    ['brought nothing', ended('none', '0'), '>Closed<'],
  ])('shows that a case %s', (_, jury, amount) => {
    const html = shown([jury]);
    expect(html).toContain(amount);
    expect(html).not.toContain('role="timer"');
  });

  it('tells the user of a node that is not active what is left to do, and no other', () => {
    expect(shown([JURY], true, 2)).toMatch(/class="warn" role="status">This node gets no tasks, but/);
    expect(shown([], true, 0)).toMatch(/class="muted" role="status">This node gets no tasks, and/);
    expect(shown([JURY])).not.toContain('gets no tasks');
  });

  it('warns a tab that has stopped mining with an open vote, and none with a closed one', () => {
    expect(shown([{ ...JURY, step: 'committed' }], false)).toMatch(/role="alert">Mine again/);
    expect(shown([ended('paid', '6')], false)).not.toContain('role="alert"');
  });
});
