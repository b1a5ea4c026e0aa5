import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import { type NodeState, nodeStateOf, stateText, voteBar } from '#web/explore/nodes/nodeState.ts';
import { exampleNode } from '#web/explore/testing/exampleNode.ts';

const NOW = 1_000;
const inactive = { active: false, weight: 0n };

it.each<[NodeState, Parameters<typeof exampleNode>[1]]>([
  ['active', {}],
  ['working', { workingUntil: 2_000 }],
  ['bond', inactive],
  ['jailed', { ...inactive, jailedUntil: 2_000 }],
  // Its term is over, and nobody has released it.
  ['jailed', { ...inactive, jailedUntil: 500 }],
  ['retired', { ...inactive, retired: true }],
  ['retired', { ...inactive, retired: true, jailedUntil: 2_000 }],
])('a node is %s: %#', (state, more) => {
  expect(nodeStateOf(exampleNode(1, more), NOW)).toBe(state);
});

describe('stateText', () => {
  const text = (
    more: Parameters<typeof exampleNode>[1],
    minimumBond: bigint | undefined = parseEther('20000'),
  ) => stateText(exampleNode(1, more), { nowSeconds: NOW, minimumBond }).sentence;

  it('says what a node does, by its role', () => {
    expect(text({})).toMatch(/^Can be drawn for tasks/);
    expect(text({ role: 'coordinator' })).toMatch(/^Takes tasks from apps/);
  });

  it('names the least bond once it is known', () => {
    expect(text(inactive)).toContain('below the least of 20,000 CAI');
    expect(
      stateText(exampleNode(1, inactive), { nowSeconds: NOW, minimumBond: undefined }).sentence,
    ).toContain('below the least. No tasks');
  });

  it('tells a term in jail from one that is over', () => {
    expect(text({ ...inactive, jailedUntil: 2_000 })).toMatch(/until \d+ Jan 1970/);
    expect(text({ ...inactive, jailedUntil: 500 })).toContain('until somebody releases it');
  });
});

it.each<[NodeState, boolean, boolean]>([
  ['active', false, true],
  ['working', false, true],
  ['bond', false, false],
  ['bond', true, true],
  ['jailed', false, false],
  ['jailed', true, false],
  ['retired', true, false],
])('a node that is %s takes votes, of its owner %s: %s', (state, isOwner, takes) => {
  expect(voteBar(state, isOwner) === null).toBe(takes);
});
