import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import { type NodeState, nodeStateOf, stateText, voteBar } from '#web/staking/nodeState.ts';
import { exampleNode } from '#web/staking/testing/exampleNode.ts';

const NOW = 1_000;
const inactive = { active: false, weight: 0n };

it.each<[NodeState, Parameters<typeof exampleNode>[0]]>([
  ['active', {}],
  ['working', { workingUntil: 2_000 }],
  ['bond', inactive],
  ['jailed', { ...inactive, jailedUntil: 2_000 }],
  // Its term is over, and nobody has released it.
  ['jailed', { ...inactive, jailedUntil: 500 }],
  ['retired', { ...inactive, retired: true }],
  ['retired', { ...inactive, retired: true, jailedUntil: 2_000 }],
])('a node is %s: %#', (state, more) => {
  expect(nodeStateOf(exampleNode(more), NOW)).toBe(state);
});

describe('stateText', () => {
  const text = (
    more: Parameters<typeof exampleNode>[0],
    minimumBond: bigint | undefined = parseEther('20000'),
  ) => stateText(exampleNode(more), { nowSeconds: NOW, minimumBond }).sentence;

  it('says what a node does, by its role', () => {
    expect(text({})).toMatch(/^Registered/);
    expect(text({ role: 'coordinator' })).toMatch(/^Takes tasks from apps/);
  });

  it.each([
    [
      'is registered where its tab is not known',
      {},
      undefined,
      /^Registered. It gets tasks while its tab is/,
    ],
    ['is registered with its tab', {}, true, /^Registered, and its tab is connected/],
    [
      'is registered without its tab',
      {},
      false,
      /^Registered; its tab is not connected, so it gets no tasks/,
    ],
    ['has worked, without its tab now', { workingUntil: 2_000 }, false, /^Its tab is not connected now/],
    ['has worked', { workingUntil: 2_000 }, true, /^Has paid work/],
    ['is a coordinator, which has no tab', { role: 'coordinator' }, false, /^Takes tasks from apps/],
  ] as const)('a node %s', (_, more, isConnected, sentence) => {
    expect(stateText(exampleNode(more), { nowSeconds: NOW, isConnected }).sentence).toMatch(sentence);
  });

  it('names the least bond once it is known', () => {
    expect(text(inactive)).toContain('below the minimum of 20,000 CAI');
    expect(stateText(exampleNode(inactive), { nowSeconds: NOW, minimumBond: undefined }).sentence).toContain(
      'below the minimum. No tasks',
    );
  });

  it('tells a term in jail from one that is over', () => {
    expect(text({ ...inactive, jailedUntil: NOW + 1 })).toMatch(/until \d+ Jan 1970/);
    expect(text({ ...inactive, jailedUntil: NOW })).toContain('Anybody can');
    const words = (jailedUntil: number) =>
      stateText(exampleNode({ ...inactive, jailedUntil }), { nowSeconds: NOW }).words;
    expect([words(NOW + 1), words(NOW)]).toEqual(['Jailed', 'Jail is over']);
  });
});

it.each([
  ['active', {}, true, true],
  ['below its bond', inactive, false, true],
  ['in jail', { ...inactive, jailedUntil: NOW }, false, false],
  ['retired', { ...inactive, retired: true }, false, false],
])('a node that is %s takes votes of others, and of its owner', (_, more, others, owners) => {
  const takes = (isOwner: boolean) => voteBar(exampleNode(more), isOwner) === null;
  expect([takes(false), takes(true)]).toEqual([others, owners]);
});
