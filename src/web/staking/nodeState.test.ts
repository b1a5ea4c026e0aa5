import { expect, it } from 'vitest';
import type { RosterNode } from '#chain/roster.ts';
import { nodeStateOf, takesVotes } from '#web/staking/nodeState.ts';
import { exampleNode } from '#web/staking/testing/exampleNode.ts';

const AT = 1_000;
const inactive = (more: Partial<RosterNode>) => exampleNode({ active: false, ...more });

it.each([
  ['works', exampleNode({ workingUntil: AT }), 'Working'],
  ['is ready', exampleNode(), 'Active'],
  ['has too low a bond', inactive({}), 'Stopped'],
  ['is in jail for a second more', inactive({ jailedUntil: AT + 1 }), 'Jailed'],
  ['has served its term', inactive({ jailedUntil: AT }), 'Jail is over'],
  ['was closed', inactive({ retired: true, jailedUntil: AT + 1 }), 'Retired'],
])('a node that %s', (_, node, name) => {
  expect(nodeStateOf(node, AT).name).toBe(name);
});

it.each([
  ['active', exampleNode(), true, true],
  ['stopped', inactive({}), false, true],
  ['jailed', inactive({ jailedUntil: AT }), false, false],
  ['retired', inactive({ retired: true }), false, false],
])('a node that is %s takes votes of others, and of its owner', (_, node, others, owners) => {
  expect([takesVotes(node, false), takesVotes(node, true)]).toEqual([others, owners]);
});
