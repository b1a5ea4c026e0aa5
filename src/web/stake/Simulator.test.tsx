import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { outlookSentence, TryMiners } from '#web/stake/Simulator.tsx';
import { exampleNode } from '#web/staking/testing/exampleNode.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const cai = (whole: number) => parseEther(String(whole));
/** A tenth a year for stake that counts once. */
const EMISSION = { rateWei: cai(1), endsAt: 2_000_000_000, rewardWeight: cai(315_360_000) };
const observed = { fees: 0n, lost: 0n, days: 30 };

const tried = (miners: ReturnType<typeof exampleNode>[], emission = EMISSION) =>
  renderPage(<TryMiners miners={miners} emission={emission} />);

it('begins with the miner in which a vote earns most, and leads to its form with the amount', () => {
  const html = tried([exampleNode({ id: 3n }), exampleNode({ id: 4n, workingUntil: 9 })]);
  expect(html).toContain('Best now: node 4');
  expect(html).toMatch(/1,000 CAI in node 4 would earn about 180 CAI a year \(18 % a year\)/);
  expect(html).toContain('Better now: the vote. Idle stake earns 10 % a year, but no slash reaches it');
  expect(html).toContain('href="/nodes/4?vote=1000"');
  expect(html).toContain('How this is computed');
});

it('begins with idle stake where that earns more than any vote, and says when a vote would', () => {
  const html = tried([exampleNode({ id: 3n })]);
  expect(html).toContain('Best now: Idle stake');
  expect(html).toContain('1,000 CAI of idle stake would earn about 100 CAI a year (10 % a year)');
  expect(html).toContain('The best miner now, node 3, would earn 9 % a year.');
  expect(html).toContain('only while it works: then 18 % a year.');
  expect(html).not.toContain('href="/nodes/');
});

it('shows the same rate in the sentence and in its computation', () => {
  // 1,000 CAI are an eighth of what is there: they make the rate smaller.
  const html = tried([exampleNode({ workingUntil: 9 })], { ...EMISSION, rewardWeight: cai(8_000) });
  const [sentence] = /\(([\d,.]+ % a year)\)/.exec(html)!.slice(1);
  expect(html).toContain(`= <b>${sentence}</b>`);
  expect(html).toContain('with this vote');
});

it('says why a very high rate is that high', () => {
  const few = { ...EMISSION, rewardWeight: cai(80_000) };
  expect(tried([exampleNode({})], few)).toContain('so high because few stake yet');
  expect(tried([exampleNode({})])).not.toContain('few stake yet');
});

it('offers no “All”, which has no meaning there', () => {
  expect(tried([exampleNode({})])).not.toContain('>All<');
});

it('says when no miner takes votes', () => {
  expect(tried([exampleNode({ active: false })])).toContain('No miner takes votes now');
});

it.each([
  [0.1, observed, 'would earn about 100 CAI a year (10 % a year) at today’s rate, with its fees'],
  [0.1, undefined, 'before slashes and fees'],
  [-0.2, observed, 'would earn nothing now: in the last 30 days its slashes took more'],
])('tells what would come of it: %s', (apr, known, sentence) => {
  const outlook = { node: exampleNode(), apr, observed: known };
  expect(outlookSentence(outlook, cai(1_000), 'node 3')).toContain(sentence);
});
