import { expect, it, vi } from 'vitest';
import { Admission } from '#coordinator/relay/admission.ts';
import { accountOf, nodeOf, TestRoster } from '#coordinator/testing/world.ts';

const NOW_S = 1_000;
const jailed = { jailedUntil: NOW_S + 60, active: false };

function setUp(listed = [nodeOf('ann', 20_000)], onChain = listed) {
  const readNode = vi.fn(async (operator: string) => onChain.find((node) => node.operator === operator));
  const admission = new Admission({
    ...{ roster: new TestRoster(listed), readNode, nowMs: () => NOW_S * 1_000, uptimeMs: () => 0 },
  });
  return { readNode, standing: () => admission.standing(accountOf('ann').address) };
}

it('Admission accepts a miner that is active in the roster without reading the chain', async () => {
  const { readNode, standing } = setUp();
  expect(await standing()).toBe('ACTIVE');
  expect(readNode).not.toHaveBeenCalled();
});

it('Admission asks the chain about a miner that the roster lacks or has as jailed', async () => {
  const known = [nodeOf('ann', 20_000)];
  expect(await setUp([], known).standing()).toBe('ACTIVE');
  expect(await setUp([nodeOf('ann', 20_000, jailed)], known).standing()).toBe('ACTIVE');
});

it('Admission gives the reason why a miner may not work', async () => {
  expect(await setUp([]).standing()).toBe('NOT_REGISTERED');
  expect(await setUp([nodeOf('ann', 20_000, jailed)]).standing()).toBe('JAILED');
  expect(await setUp([nodeOf('ann', 10, { active: false })]).standing()).toBe('UNDER_STAKED');
  expect(await setUp([nodeOf('ann', 20_000, { role: 'coordinator' })]).standing()).toBe('NOT_REGISTERED');
});

it('Admission reads the chain for 20 strangers at once and 2 more each second, and admits miners of the roster', async () => {
  // The time of day may be set, by an hour: nobody is kept out for that.
  const clock = { day: NOW_S * 1_000, uptime: 50 };
  const readNode = vi.fn(async () => undefined);
  const roster = new TestRoster([nodeOf('ann', 20_000)]);
  const admission = new Admission({ roster, readNode, nowMs: () => clock.day, uptimeMs: () => clock.uptime });
  const hello = (name: string) => admission.standing(accountOf(name).address);
  for (let stranger = 0; stranger < 20; stranger++)
    expect(await hello(`eve ${stranger}`)).toBe('NOT_REGISTERED');
  await expect(hello('one more')).rejects.toMatchObject({ code: 'RELAY_FULL' });
  expect(await hello('ann')).toBe('ACTIVE');
  expect(await admission.standing(accountOf('of a session').address, true)).toBe('NOT_REGISTERED');
  clock.uptime += 500;
  clock.day -= 3_600_000;
  expect(await hello('later')).toBe('NOT_REGISTERED');
  await expect(hello('too soon')).rejects.toMatchObject({ code: 'RELAY_FULL' });
  expect(readNode).toHaveBeenCalledTimes(22);
});
