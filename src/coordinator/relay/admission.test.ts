import { expect, it, vi } from 'vitest';
import { Admission } from '#coordinator/relay/admission.ts';
import { accountOf, nodeOf, TestRoster } from '#coordinator/testing/world.ts';

const NOW_S = 1_000;
const jailed = { jailedUntil: NOW_S + 60, active: false };

function setUp(listed = [nodeOf('ann', 20_000)], onChain = listed) {
  const readNode = vi.fn(async (operator: string) => onChain.find((node) => node.operator === operator));
  const admission = new Admission({ roster: new TestRoster(listed), readNode, nowMs: () => NOW_S * 1_000 });
  return { readNode, standing: () => admission.standing(accountOf('ann').address) };
}

it('takes the roster’s word for a miner in good standing', async () => {
  const { readNode, standing } = setUp();
  expect(await standing()).toBe('ACTIVE');
  expect(readNode).not.toHaveBeenCalled();
});

it('asks the chain about one that registered, or was let out of jail, since the roster was read', async () => {
  const known = [nodeOf('ann', 20_000)];
  expect(await setUp([], known).standing()).toBe('ACTIVE');
  expect(await setUp([nodeOf('ann', 20_000, jailed)], known).standing()).toBe('ACTIVE');
});

it('refuses whom the chain refuses, by its reason', async () => {
  expect(await setUp([]).standing()).toBe('NOT_REGISTERED');
  expect(await setUp([nodeOf('ann', 20_000, jailed)]).standing()).toBe('JAILED');
  expect(await setUp([nodeOf('ann', 10, { active: false })]).standing()).toBe('UNDER_STAKED');
  expect(await setUp([nodeOf('ann', 20_000, { role: 'coordinator' })]).standing()).toBe('NOT_REGISTERED');
});
