import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startMining, stopMining, until, type Mining } from '#miner/testing/mining.ts';
import { boss, PRICE, stranger } from '#miner/testing/world.ts';

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

describe('payment', () => {
  it('by a voucher of another key is an error, and not kept', async () => {
    coordinator.payer = stranger;
    const digest = await coordinator.assign();
    await until(() => expect(board.current().error?.code).toBe('BAD_PAYMENT'));
    expect(vouchers.kept.size).toBe(0);
    expect(board.current().earnedWei).toBe('0');
    expect(results.kept.get(digest)).toMatchObject({ bytes: coordinator.results.get(digest)!.bytes });
  });

  it('counts though the result cannot be let go of', async () => {
    Object.assign(results, { settle: async () => Promise.reject(new Error('the disk is gone')) });
    await coordinator.assign();
    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    expect(board.current().error).toBeNull();
  });

  it('that does not grow by what was promised is an error', async () => {
    await coordinator.assign();
    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    coordinator.cumulative = 0n;
    await coordinator.assign();
    await until(() => expect(board.current().error?.code).toBe('BAD_PAYMENT'));
    expect(vouchers.kept.get(boss.address)?.cumulative).toBe(PRICE);
  });

  it('that is short ends the service until its person resumes it', async () => {
    await coordinator.assign();
    await until(() => expect(board.current().tasksDone).toBe(1));
    coordinator.cumulative = 0n;
    await coordinator.assign();
    await until(() => expect(state()?.state).toBe('left'));
    expect(state()?.sentence).toBe(
      'A coordinator paid less than its assignments promised. This tab left it.',
    );
    expect(board.current().phase).toBe('connecting');
    // The roster's news does not bring it back; its person does.
    chain.change({ blockNumber: 11 });
    expect(state()?.state).toBe('left');
    coordinator.cumulative = PRICE;
    loop.resume(boss.address);
    await until(() => expect(state()?.state).toBe('connected'));
    await coordinator.assign();
    await until(() => expect(board.current().earnedWei).toBe((2n * PRICE).toString()));
  });
});
