import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Mining, startMining, stopMining, until } from '#miner/testing/mining.ts';
import { boss, miner, nodeOf, rival } from '#miner/testing/world.ts';
import type { RefusalCode } from '#protocol/refusal.ts';

let mining: Mining;
let chain: Mining['chain'];
let coordinator: Mining['coordinator'];
let board: Mining['board'];

beforeEach(async () => {
  mining = await startMining();
  ({ chain, coordinator, board } = mining);
});

afterEach(() => stopMining(mining));

const state = () => board.current().coordinators[0];

describe('ServedCoordinators', () => {
  /** Removes the coordinator, then brings it back once the miner has lost its standing. */
  async function refusedFor(code: RefusalCode): Promise<void> {
    await until(() => expect(state()?.state).toBe('connected'));
    chain.change({ coordinators: [] });
    await until(() => expect(board.current().coordinators).toEqual([]));
    coordinator.dismissal = code;
    chain.change({
      miners: [{ ...nodeOf(miner.address, 'miner', 0n), jailedUntil: code === 'JAILED' ? 1 : 0 }],
      coordinators: [nodeOf(boss.address, 'coordinator', 9n)],
    });
    await until(() => expect(state()).toMatchObject({ state: 'refused', code }));
  }

  it('explains a refusal for too little stake and asks again when the chain changes', async () => {
    await refusedFor('UNDER_STAKED');
    expect(state()?.sentence).toContain('below the minimum');
    expect(board.current().phase).toBe('connecting');
    coordinator.dismissal = undefined;
    chain.change({ miners: [nodeOf(miner.address, 'miner', 5n)] });
    await until(() => expect(state()).toMatchObject({ state: 'connected', code: null, sentence: null }));
    expect(board.current().phase).toBe('mining');
  });

  it('asks a coordinator that lags behind the chain again without a new block', async () => {
    await refusedFor('JAILED');
    const asked = coordinator.hellos.length;
    chain.change({ miners: [nodeOf(miner.address, 'miner', 5n)] });
    await until(() => expect(coordinator.hellos.length).toBeGreaterThan(asked));
    await until(() => expect(state()).toMatchObject({ state: 'refused', code: 'JAILED' }));
    coordinator.dismissal = undefined;
    await until(() => expect(state()?.state).toBe('connected'));
  });

  it.each([
    ['an assignment of another coordinator', 'assigned'],
    ['a second welcome', 'welcome'],
  ])('ends the session with a coordinator that sends %s', async (_, type) => {
    await until(() => expect(state()?.state).toBe('connected'));
    const [digest] = [await coordinator.assign()];
    await until(() => expect(coordinator.results.has(digest)).toBe(true));
    const assignment = { ...coordinator.assignmentOf(digest), coordinator: rival.address };
    await coordinator.say(type === 'assigned' ? { type, assignment } : await coordinator.welcome());
    await until(() => expect(state()).toMatchObject({ state: 'refused', code: 'MALFORMED' }));
    expect(coordinator.takes).toHaveLength(1);
  });

  it('takes an assignment that it hears by gossip alone', async () => {
    await until(() => expect(state()?.state).toBe('connected'));
    const digest = await coordinator.assign({}, (assignment) =>
      coordinator.node.publish('assignment', assignment),
    );
    await until(() => expect(coordinator.results.has(digest)).toBe(true));
  });
});
