import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import { positionsOf } from '#web/portfolio/holdings.ts';
import { PortfolioView } from '#web/portfolio/PortfolioPage.tsx';
import type { Portfolio } from '#web/portfolio/usePortfolio.ts';
import { exampleNode, OWNER, VOTER } from '#web/staking/testing/exampleNode.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const NOW = 1_000;
const own = exampleNode({ id: 3n, owner: VOTER });
const other = exampleNode({ id: 4n, owner: OWNER });
const names: Record<string, string> = { 3: 'node “Nest” (3)', 4: 'node “Oak” (4)' };
const labelOf = (id: bigint) => names[String(id)] ?? `node ${id}`;

const portfolioOf = (more: Partial<Portfolio> = {}): Portfolio => ({
  ...{ address: VOTER, inWallet: 0n, idle: parseEther('900'), exits: [], coolDown: 3_600 },
  positions: positionsOf(
    [
      { node: own, amount: parseEther('20000') },
      { node: other, amount: parseEther('5000') },
    ],
    VOTER,
  ),
  ...{ rewards: new Map(), slashes: [] },
  emission: { rateWei: parseEther('1'), endsAt: 0, rewardWeight: parseEther('86400') },
  nowSeconds: NOW,
  nodeOf: (id) => [own, other].find((node) => node.id === id),
  labelOf,
  placeOf: (node) => ({ node, label: labelOf(node.id), held: 0n, isOwner: node.owner === VOTER }),
  targets: [own, other],
  ...more,
});
const shown = (more: Partial<Portfolio> = {}) =>
  renderPage(<PortfolioView portfolio={portfolioOf(more)} />, { path: '/portfolio' });
const exit = { id: 7n, nodeId: 4n, target: 0n, amount: parseEther('40'), readyAt: NOW };

describe('the portfolio', () => {
  it('tells the own bond from votes, in the sums and in the list', () => {
    const html = shown();
    expect(html).toMatch(/Total<\/dt><dd><span class="digits">25,900</);
    expect(html).toMatch(/Votes<\/dt><dd><span class="digits">5,000</);
    expect(html).toMatch(/Own bonds<\/dt><dd><span class="digits">20,000</);
    expect(html).toMatch(
      /href="\/nodes\/3">node “Nest” \(3\)<\/a><\/span>[^]*Your bond, earning about 20,000 CAI a day/,
    );
    expect(html).toMatch(/Your votes; its owner keeps 10 %, earning about 4,500 CAI a day/);
  });

  it('leads from a bond to its node, and offers everything else for votes', () => {
    const html = shown();
    expect(html).toMatch(/aria-label="Manage node “Nest” \(3\)"[^>]*href="\/mine\/node\?id=3"/);
    for (const action of ['Vote more for', 'Move from', 'Take out of']) {
      expect(html).toContain(`aria-label="${action} node “Oak” (4)"`);
      expect(html).not.toContain(`aria-label="${action} node “Nest” (3)"`);
    }
  });

  it('takes no more votes for a node in jail, and frees it once its term is over', () => {
    const jailed = (jailedUntil: number) => {
      const node = exampleNode({ id: 4n, active: false, jailedUntil });
      return shown({ positions: positionsOf([{ node, amount: 1n }], VOTER) });
    };
    expect(jailed(NOW + 1)).toMatch(/aria-disabled="true"[^>]*aria-label="Vote more for/);
    expect(jailed(NOW + 1)).not.toContain('>Unjail<');
    expect(jailed(NOW)).toContain('aria-label="Unjail node “Oak” (4)"');
  });

  it('tells of a slash that took stake of the wallet, at its top and at the position', () => {
    const penalty = {
      ...{ nodeId: 4n, kind: 'conviction' as const, court: 'juries' as const, evidence: '0x' as const },
      ...{ taken: parseEther('5000'), paid: 0n, block: 9n, transaction: '0x' as const },
    };
    const slash = { penalty, at: 900, lost: parseEther('1000'), isGivenBack: false };
    const words = 'On 1 Jan 1970, node “Oak” (4) was slashed: you lost 1,000 CAI.';
    const html = shown({ slashes: [slash] });
    expect(html.split(words)).toHaveLength(3);
    expect(html).toMatch(/<section[^>]*aria-label="Slashes of your stake"[^]*href="\/nodes\/4">See why</);
    expect(html.indexOf('Take out of node “Oak” (4)')).toBeLessThan(html.indexOf('Total</dt>'));
    const later = shown({ slashes: [slash], nowSeconds: 900 + 31 * 86_400 });
    expect(later.split(words)).toHaveLength(2);
    expect(shown()).not.toContain('was slashed');
  });

  it('says what to do where there is nothing', () => {
    const html = shown({ idle: 0n, positions: [] });
    expect(html).toMatch(/No stake yet[^]*href="\/stake"/);
    expect(html).toContain('No rewards yet');
    expect(html).toContain('No exits');
  });

  it('lists rewards by source, and shows what compounding leaves', () => {
    const rewards = new Map([
      [0n, parseEther('1')],
      [4n, parseEther('2')],
    ]);
    const html = shown({ rewards });
    expect(html).toMatch(/>Idle stake<\/label>[^]*1 CAI[^]*>node “Oak” \(4\)<\/label>[^]*2 CAI/);
    expect(html).toContain('>Claim 3 CAI<');
    expect(html).toContain('After this: 903 CAI of idle stake');
  });

  it('lets an exit go in the second of its end, and not before', () => {
    expect(shown({ exits: [exit] })).toMatch(/aria-disabled="false"[^>]*>Withdraw 40 CAI</);
    const early = shown({ exits: [{ ...exit, readyAt: NOW + 1 }] });
    expect(early).toMatch(/aria-disabled="true"[^>]*>Withdraw 40 CAI</);
    expect(early).toContain('aria-label="Cool-down of 40 CAI"');
    expect(early).toMatch(/aria-disabled="false"[^>]*aria-label="Cancel: back to node “Oak” \(4\): 40 CAI"/);
  });

  it('shows each exit on a line of time, with the present', () => {
    const html = shown({ exits: [{ ...exit, readyAt: NOW + 900 }] });
    expect(html).toMatch(/timeline-bar" data-ready="false" style="inset-inline-start:0%;width:100%"/);
    expect(html).toMatch(/timeline-now" style="inset-inline-start:75%"/);
    expect(html).toMatch(/40 CAI: asked for [^<]*, withdrawable 1 Jan 1970/);
  });

  it('offers to end double earning whose time is over, to the second', () => {
    const working = (workingUntil: number) =>
      shown({ targets: [exampleNode({ workingUntil }), exampleNode({ id: 4n })] });
    expect(working(NOW + 1)).not.toContain('End it');
    expect(working(NOW)).toContain('1 node earns double although');
  });

  it('offers to withdraw several at once', () => {
    expect(shown({ exits: [exit] })).not.toContain('Withdraw all');
    expect(shown({ exits: [exit, { ...exit, id: 8n }] })).toContain('Withdraw all 2 that are ready');
  });
});
