import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Mining, startMining, stopMining, until } from '#miner/testing/mining.ts';
import { boss, nodeOf, PRICE, rival, stranger } from '#miner/testing/world.ts';

let mining: Mining;
let coordinator: Mining['coordinator'];
let vouchers: Mining['vouchers'];
let results: Mining['results'];
let board: Mining['board'];
let chain: Mining['chain'];
let loop: Mining['loop'];

beforeEach(async () => {
  mining = await startMining();
  ({ coordinator, vouchers, results, board, chain, loop } = mining);
});

afterEach(() => stopMining(mining));

const state = () => board.current().coordinators[0];

describe('settleTask', () => {
  it('rejects a voucher signed by another key and does not store it', async () => {
    coordinator.payer = stranger;
    const digest = await coordinator.assign();
    await until(() => expect(board.current().error?.code).toBe('BAD_PAYMENT'));
    expect(vouchers.kept.size).toBe(0);
    expect(board.current().earnedWei).toBe('0');
    expect(results.kept.get(digest)).toMatchObject({ bytes: coordinator.results.get(digest)!.bytes });
  });

  it('counts the payment even if the result cannot be deleted', async () => {
    Object.assign(results, { settle: async () => Promise.reject(new Error('the disk is gone')) });
    await coordinator.assign();
    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    expect(board.current().error).toBeNull();
  });

  it('stays with a coordinator that pays, where this browser cannot keep the voucher', async () => {
    Object.assign(vouchers, { keep: async () => Promise.reject(new Error('the disk is full')) });
    await coordinator.assign();
    await until(() => expect(board.current().error?.message).toContain('the disk is full'));
    expect(state()?.state).toBe('connected');
  });

  it('reports a voucher that does not grow by the promised amount', async () => {
    await coordinator.assign();
    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    coordinator.cumulative = 0n;
    await coordinator.assign();
    await until(() => expect(board.current().error?.code).toBe('BAD_PAYMENT'));
    expect(vouchers.kept.get(boss.address)?.cumulative).toBe(PRICE);
  });

  it('leaves a coordinator that paid too little until the user resumes it', async () => {
    await coordinator.assign();
    await until(() => expect(board.current().tasksDone).toBe(1));
    coordinator.cumulative = 0n;
    await coordinator.assign();
    await until(() => expect(state()?.state).toBe('left'));
    expect(state()?.sentence).toBe(
      'A coordinator paid less than its assignments promised. This tab left it.',
    );
    expect(board.current().phase).toBe('connecting');
    // A change of the roster does not bring it back; only the user does.
    chain.change({ blockNumber: 11 });
    expect(state()?.state).toBe('left');
    coordinator.cumulative = PRICE;
    loop.resume(boss.address);
    await until(() => expect(state()?.state).toBe('connected'));
    await coordinator.assign();
    await until(() => expect(board.current().earnedWei).toBe((2n * PRICE).toString()));
  });

  it('stays away from a coordinator that did not pay when it changes its key or comes back', async () => {
    await coordinator.assign();
    await until(() => expect(board.current().tasksDone).toBe(1));
    coordinator.cumulative = 0n;
    await coordinator.assign();
    await until(() => expect(state()?.state).toBe('left'));
    const node = nodeOf(boss.address, 'coordinator', 9n);
    const rotated = { ...node, operator: rival.address };
    chain.change({ coordinators: [rotated] });
    expect(board.current().coordinators).toMatchObject([{ operator: rival.address, state: 'left' }]);
    chain.change({ coordinators: [{ ...rotated, weight: 0n, active: false }] });
    expect(board.current().coordinators).toEqual([]);
    chain.change({ coordinators: [rotated] });
    expect(state()).toMatchObject({ operator: rival.address, state: 'left' });
    chain.change({ coordinators: [node] });
    expect(state()).toMatchObject({ operator: boss.address, state: 'left' });
    coordinator.cumulative = PRICE;
    loop.resume(boss.address);
    await until(() => expect(state()?.state).toBe('connected'));
  });
});
