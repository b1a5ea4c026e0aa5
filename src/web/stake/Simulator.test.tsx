import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { outlookSentence, TryMiners } from '#web/stake/Simulator.tsx';
import { exampleNode } from '#web/staking/testing/exampleNode.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const cai = (whole: number) => parseEther(String(whole));
/** A tenth a year for stake that counts once. */
const EMISSION = { rateWei: cai(1), endsAt: 2_000_000_000, rewardWeight: cai(315_360_000) };
const observed = { fees: 0n, lost: 0n, days: 30 };

it('begins with the miner in which a vote earns most, and leads to its page', () => {
  const miners = [exampleNode({ id: 3n }), exampleNode({ id: 4n, workingUntil: 9 })];
  const html = renderPage(<TryMiners miners={miners} emission={EMISSION} />);
  expect(html).toContain('The one that earns most: node 4');
  expect(html).toMatch(/1,000 CAI in node 4 would earn about 180 CAI a year \(18 % a year\)/);
  expect(html).toContain('href="/nodes/4"');
  expect(html).toContain('How this is computed');
});

it('says when no miner takes votes', () => {
  const html = renderPage(<TryMiners miners={[exampleNode({ active: false })]} emission={EMISSION} />);
  expect(html).toContain('No miner takes votes now');
});

it.each([
  [0.1, observed, 'would earn about 100 CAI a year (10 % a year) at today’s rate, with its fees'],
  [0.1, undefined, 'before slashes and fees'],
  [-0.2, observed, 'would lose about 200 CAI a year (-20 % a year)'],
])('tells what would come of it: %s', (apr, known, sentence) => {
  const outlook = { node: exampleNode(), apr, observed: known };
  expect(outlookSentence(outlook, cai(1_000), 'node 3')).toContain(sentence);
});
