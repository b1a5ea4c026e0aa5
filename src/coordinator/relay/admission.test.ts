import { expect, it, vi } from 'vitest';
import { Admission } from '#coordinator/relay/admission.ts';
import { accountOf, nodeOf, TestRoster } from '#coordinator/testing/world.ts';

const NOW_S = 1_000;
const jailed = { jailedUntil: NOW_S + 60, active: false };

function setUp(listed = [nodeOf('ann', 20_000)], onChain = listed) {
  const readNode = vi.fn(async (operator: string) => onChain.find((node) => node.operator === operator));
  const admission = new Admission({
    ...{ roster: new TestRoster(listed), readNode, nowMs: () => NOW_S * 1_000, uptimeMs: () => 0 },
    hasWorked: async () => false,
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
  const admission = new Admission({
    ...{ roster, readNode, nowMs: () => clock.day, uptimeMs: () => clock.uptime },
    hasWorked: async () => false,
  });
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

/** Nodes that are not active, and strangers: dot worked here once, cid never did. */
function inactiveNodes() {
  const clock = { uptime: 0 };
  const [ann, bob] = [nodeOf('ann', 20_000, jailed), nodeOf('bob', 20_000, jailed)];
  const unlisted = ['cid', 'dot'].map((name) => nodeOf(name, 20_000, { active: false, retired: true }));
  const readNode = vi.fn(async (operator: string) =>
    [ann, bob, ...unlisted].find((node) => node.operator === operator),
  );
  const admission = new Admission({
    ...{ roster: new TestRoster([ann, bob]), readNode, uptimeMs: () => clock.uptime },
    ...{ nowMs: () => NOW_S * 1_000, hasWorked: async (key) => key === accountOf('dot').address },
  });
  const hello = (name: string) =>
    admission.standing(accountOf(name).address).catch(({ code }: { code: string }) => code);
  return { clock, hello, readNode };
}

it('Admission tells a jailed and a retired juror their standing beside any number of strangers', async () => {
  const { clock, hello } = inactiveNodes();
  expect(await hello('cid')).toBe('RETIRED');
  for (let stranger = 0; stranger < 30; stranger++) await hello(`eve ${stranger}`);
  expect(await hello('one more')).toBe('RELAY_FULL');
  expect([await hello('ann'), await hello('cid'), await hello('dot')]).toEqual([
    ...['JAILED', 'RETIRED', 'RETIRED'],
  ]);
  clock.uptime += 30_000;
  for (let stranger = 0; stranger < 30; stranger++) await hello(`eve ${stranger}`);
  expect([await hello('ann'), await hello('cid'), await hello('dot')]).toEqual([
    ...['JAILED', 'RETIRED', 'RETIRED'],
  ]);
});

it('Admission reads the chain for one node ten times at once and once in 5 s, and still for another', async () => {
  const { clock, hello, readNode } = inactiveNodes();
  for (let times = 0; times < 10; times++) expect(await hello('ann')).toBe('JAILED');
  expect([await hello('ann'), await hello('bob')]).toEqual(['RELAY_FULL', 'JAILED']);
  clock.uptime = 4_999;
  expect(await hello('ann')).toBe('RELAY_FULL');
  clock.uptime = 10_000;
  expect(await hello('ann')).toBe('JAILED');
  expect(readNode).toHaveBeenCalledTimes(12);
});
