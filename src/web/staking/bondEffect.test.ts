import { expect, it } from 'vitest';
import { bondEffectOf, leastBond } from '#web/staking/bondEffect.ts';

const MINIMUM = 20_000n;
const open = { retired: false, jailedUntil: 0 };

it.each([
  ['an active node keeps on with a twentieth missing', true, 19_000n, 'keeps'],
  ['an active node stops a wei below', true, 18_999n, 'stops'],
  ['a stopped node starts with the whole minimum', false, 20_000n, 'starts'],
  ['a stopped node waits a wei below', false, 19_999n, 'waits'],
] as const)('%s', (_, active, bond, effect) => {
  expect(bondEffectOf({ ...open, active }, MINIMUM, bond)).toBe(effect);
});

it.each([
  ['in jail', { ...open, jailedUntil: 1, active: false }],
  ['retired', { ...open, retired: true, active: false }],
])('a node that is %s waits with any bond', (_, node) => {
  expect(bondEffectOf(node, MINIMUM, 10n * MINIMUM)).toBe('waits');
});

it('the slack is rounded as the contract rounds it', () => {
  expect(leastBond(19n, true)).toBe(19n);
  expect(leastBond(20n, true)).toBe(19n);
});
