import { describe, expect, it } from 'vitest';
import { readBlockAt } from '#chain/history/blockAt.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/** A chain whose blocks were mined at these times. */
function chainOf(times: (number: bigint) => bigint, newest: bigint) {
  let asked = 0;
  const client = {
    getBlock: async ({ blockNumber = newest }: { blockNumber?: bigint }) => {
      asked++;
      return { number: blockNumber, timestamp: times(blockNumber) };
    },
  } as unknown as ReadClient;
  const find = (seconds: bigint, tolerance = 0n) => readBlockAt(client, seconds, { tolerance });
  return { find, asked: () => asked };
}

const even = (number: bigint) => 1_000n + 2n * number;

describe('readBlockAt', () => {
  it.each([
    [1_000n, 0n],
    [1_001n, 0n],
    [1_002n, 1n],
    [2_000n, 500n],
    [2_999n, 999n],
    [9_999n, 1_000n],
  ])('finds the block of second %d', async (seconds, block) => {
    expect(await chainOf(even, 1_000n).find(seconds)).toBe(block);
  });

  it('knows of no block before the first', async () => {
    expect(await chainOf(even, 1_000n).find(999n)).toBeUndefined();
  });

  it('needs few requests on a long chain whose blocks come in even steps', async () => {
    const chain = chainOf(even, 30_000_000n);
    expect(await chain.find(1_000n + 2n * 12_345_678n)).toBe(12_345_678n);
    expect(chain.asked()).toBeLessThanOrEqual(8);
  });

  it('finds it where time was moved by days between blocks', async () => {
    const day = 86_400n;
    const moved = (number: bigint) =>
      number + (number >= 700n ? 30n * day : 0n) + (number >= 900n ? day : 0n);
    const chain = chainOf(moved, 1_000n);
    expect(await chain.find(20n * day)).toBe(699n);
    expect(await chain.find(moved(900n))).toBe(900n);
    expect(await chain.find(moved(900n) - 1n)).toBe(899n);
    // Twice as many as halving takes, for each of the three.
    expect(chain.asked()).toBeLessThanOrEqual(3 * 2 * 12);
  });

  it('comes to an end where the node answers each request with the same block', async () => {
    let asked = 0;
    const client = {
      getBlock: async ({ blockNumber }: { blockNumber?: bigint }) => {
        if (++asked > 1_000) throw new Error('asked for ever');
        return blockNumber === undefined
          ? { number: 1_000n, timestamp: 9_000n }
          : { number: 0n, timestamp: 1_000n };
      },
    } as unknown as ReadClient;
    expect(await readBlockAt(client, 5_000n, { tolerance: 0n })).toBe(999n);
  });

  it('asks for two blocks alone where the newest is old enough', async () => {
    const chain = chainOf(even, 1_000n);
    expect(await chain.find(3_000n)).toBe(1_000n);
    expect(chain.asked()).toBe(2);
  });

  it('takes a block that is just as old as is allowed', async () => {
    const chain = chainOf((number) => (number === 0n ? 0n : 1_000n + number), 1_000n);
    expect(await chain.find(600n, 600n)).toBe(0n);
    expect(chain.asked()).toBe(2);
  });

  it('is content with a block that is a little older', async () => {
    const exact = chainOf((number) => 1_000n + number * number, 10_000n);
    const near = chainOf((number) => 1_000n + number * number, 10_000n);
    const goal = 1_000n + 4_567n ** 2n + 5n;
    expect(await exact.find(goal)).toBe(4_567n);
    const block = (await near.find(goal, 100_000n))!;
    expect(4_567n ** 2n - block ** 2n).toBeLessThanOrEqual(100_000n);
    expect(near.asked()).toBeLessThan(exact.asked());
  });
});
