import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import { CompareBar } from '#web/explore/compare/CompareBar.tsx';
import { type ComparedNode, CompareTable } from '#web/explore/compare/CompareTable.tsx';
import { exampleNode, exampleRecord, exampleResults } from '#web/explore/testing/exampleNode.ts';
import { stateText } from '#web/staking/nodeState.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const cai = (whole: number) => parseEther(String(whole));
const act = () => undefined;

function compared(id: number, name: string, more: Partial<ComparedNode> = {}): ComparedNode {
  const node = more.node ?? exampleNode(id, { assets: cai(25_000), weight: cai(25_000) });
  return {
    ...{ node, name, state: stateText(node, { nowSeconds: 1_000, minimumBond: cai(20_000) }) },
    ...{ record: undefined, unrecorded: 'No results known', announced: null, own: 0n },
    ...{ loss: { sentence: 'Never slashed', isLoser: false }, apr: 0.095, totalWeight: cai(100_000) },
    ...{ observed: undefined, emission: undefined },
    ...more,
  };
}
const ANNS_RECORD = { ...exampleRecord(exampleResults(38, 1, 1)), calls: { sent: 50, answered: 40 } };
const ANN = compared(3, 'Ann', { record: ANNS_RECORD, own: cai(7) });
const BOB = compared(4, 'Bob', {
  node: exampleNode(4, { commissionBps: 2_500 }),
  loss: { sentence: 'Lost 6,000 CAI in 1 slash', isLoser: true },
  apr: undefined,
});
const table = (...nodes: ComparedNode[]) =>
  renderPage(<CompareTable nodes={nodes} onRemove={act} onOrder={act} />);
/** The cells of a line, by its name. */
const lineOf = (html: string, name: string): string[] => {
  const line = html.split('<tr>').find((each) => each.includes(`<th scope="row">${name}</th>`))!;
  return line.split('<td>').slice(1);
};

describe('nodes side by side', () => {
  const html = table(ANN, BOB);

  it.each([
    ['Own bond', '20,000 CAI', '20,000 CAI'],
    ['Votes', '5,000 CAI', '0 CAI'],
    ['Share of stake', '25 %', '20 %'],
    ['Commission', '5 %', '25 %'],
    ['Audits', '38 of 40 audits passed, 1 disputed, 1 withheld', 'No results known'],
    ['Calls answered', '80 % of 50 calls answered', '–'],
    ['Slashes', 'Never slashed', 'Lost 6,000 CAI in 1 slash'],
    ['A vote earns', '9.5 % a year', '–'],
    ['1,000 CAI in a year', '95 CAI', '–'],
    ['Your stake', '7 CAI', 'None'],
  ])('have in the line %s: %s and %s', (name, anns, bobs) => {
    const cells = lineOf(html, name);
    expect(cells).toHaveLength(2);
    expect(cells[0]).toContain(anns);
    expect(cells[1]).toContain(bobs);
  });

  it('are columns that lead to the nodes’ own pages', () => {
    expect(html).toMatch(/<th scope="col"><a [^>]*href="\/nodes\/3"[^>]*>Ann<\/a><small>Miner 3<\/small>/);
    expect(html).toMatch(/role="region" aria-labelledby="compare-title" tabindex="0"/i);
  });

  it('can be removed while two are left', () => {
    expect(html).not.toContain('Remove Ann');
    expect(table(ANN, BOB, compared(5, 'Eve'))).toContain('aria-label="Remove Ann from the comparison"');
  });

  it('say which commission rises, and warn of it', () => {
    const announced = { bps: 750, effectiveAt: 1_000_000 };
    const line = lineOf(table(compared(3, 'Ann', { announced }), BOB), 'Commission');
    expect(line[0]).toMatch(/<small class="warn">7\.5 % from /);
    expect(line[1]).toContain('<small>no rise announced</small>');
  });

  it('show what speaks against a node as bad, and nothing else', () => {
    const [audited, clean] = lineOf(
      table(ANN, compared(5, 'Eve', { record: exampleRecord(exampleResults(40)) })),
      'Audits',
    );
    expect([audited!.includes('class="bad"'), clean!.includes('class="bad"')]).toEqual([true, false]);
    const [anns, bobs] = lineOf(html, 'Slashes');
    expect([anns!.includes('class="bad"'), bobs!.includes('class="bad"')]).toEqual([false, true]);
  });

  it('say of a coordinator that it gives out tasks', () => {
    const north = compared(1, 'North', { node: exampleNode(1, { role: 'coordinator' }) });
    const cells = table(north, ANN);
    expect(lineOf(cells, 'Audits')[0]).toContain('Gives out tasks');
    expect(lineOf(table({ ...north, record: ANN.record }, ANN), 'Calls answered')).toEqual([
      expect.not.stringContaining('online there now'),
      expect.stringContaining('online there now'),
    ]);
    expect(lineOf(cells, 'Share of stake')[0]).toContain('of all registered coordinators');
  });
});

it.each([
  [0, 'Tick two to four nodes', 'true'],
  [1, 'Tick another one', 'true'],
  [2, '2 nodes are ticked.', 'false'],
  [4, '4 nodes are ticked, as many as fit.', 'false'],
])('CompareBar with %i nodes says: %s', (count, sentence, isBarred) => {
  const html = renderPage(<CompareBar count={count} onCompare={act} onClear={act} />);
  expect(html).toContain(sentence);
  expect(html).toMatch(new RegExp(`<button[^>]*aria-disabled="${isBarred}"[^>]*>Compare`));
  expect(html.includes('Clear')).toBe(count > 0);
});

it('shows how a rate is computed, from the emission, fees and slashes', () => {
  const emission = { rateWei: cai(1), endsAt: 2_000_000_000, rewardWeight: cai(315_360_000) };
  const observed = { fees: cai(25), lost: 0n, days: 30 };
  expect(table(ANN, BOB)).not.toContain('<details>');
  expect(table(ANN, BOB)).toContain('at today’s rate, before slashes and fees');
  const html = table({ ...ANN, emission, observed }, BOB);
  // Of Bob's no rate is known.
  for (const name of ['A vote earns', '1,000 CAI in a year'])
    expect(lineOf(html, name)[0]).toContain('at today’s rate, with fees and net of slashes');
  expect(html).toContain(
    '25 CAI for its stake in the last 30 days × 365 ÷ 30 ÷ 25,000 CAI of stake = 1.22 %',
  );
});
