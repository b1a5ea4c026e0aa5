import { type Hex, hexToBigInt, numberToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { NARROWEST_RANGE, readNewestLogs, WIDEST_RANGE } from '#chain/logs/newestLogs.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

const ADDRESS: Hex = `0x${'11'.repeat(20)}`;
const FILTER = { address: ADDRESS, topics: [null, `0x${'22'.repeat(32)}`] } as const;

/** A node with a log in each of these blocks, which allows so many blocks in a request. */
function nodeWith(blocks: readonly bigint[], allowed = WIDEST_RANGE) {
  const asked: [bigint, bigint][] = [];
  const request = async ({ params }: { params: [{ fromBlock: Hex; toBlock: Hex; topics: unknown }] }) => {
    const [{ fromBlock, toBlock, topics }] = params;
    expect(topics).toEqual(FILTER.topics);
    const [from, to] = [hexToBigInt(fromBlock), hexToBigInt(toBlock)];
    asked.push([from, to]);
    if (to - from + 1n > allowed) throw Object.assign(new Error('range too wide'), { code: -32_005 });
    return blocks
      .filter((block) => block >= from && block <= to)
      .map((block) => ({ blockNumber: numberToHex(block), topics: [], data: '0x' }));
  };
  return { asked, client: { request } as unknown as Pick<ReadClient, 'request'> };
}
const BOUNDS = { to: 250_000n, from: 0n, requests: 9, most: 100 };
const blocksOf = (logs: { blockNumber: bigint | null }[]) => logs.map(({ blockNumber }) => blockNumber);

describe('readNewestLogs', () => {
  it('reads all ranges back to the oldest block, once each, and gives the oldest log first', async () => {
    const { asked, client } = nodeWith([0n, 149_999n, 150_000n, 250_000n]);
    const { logs, from } = await readNewestLogs(client, FILTER, BOUNDS);
    expect(blocksOf(logs)).toEqual([0n, 149_999n, 150_000n, 250_000n]);
    expect(from).toBe(0n);
    expect(asked).toEqual([
      [150_001n, 250_000n],
      [50_001n, 150_000n],
      [0n, 50_000n],
    ]);
  });

  it('asks for less where a node refuses much, and for no less than every node allows', async () => {
    const { asked, client } = nodeWith([249_001n, 249_000n], NARROWEST_RANGE);
    const { logs, from } = await readNewestLogs(client, FILTER, { ...BOUNDS, requests: 3 });
    expect(asked.map(([first, last]) => last - first + 1n)).toEqual([100_000n, 10_000n, 1_000n]);
    expect(blocksOf(logs)).toEqual([249_001n]);
    expect(from).toBe(249_001n);
  });

  it('throws what a node says that refuses the narrowest range', async () => {
    const { client } = nodeWith([], NARROWEST_RANGE - 1n);
    await expect(readNewestLogs(client, FILTER, BOUNDS)).rejects.toMatchObject({ name: 'ChainError' });
  });

  it('stops once it has enough logs, and says how far it came', async () => {
    const { asked, client } = nodeWith([1n, 249_999n, 250_000n]);
    expect((await readNewestLogs(client, FILTER, { ...BOUNDS, most: 2 })).from).toBe(150_001n);
    expect(asked).toHaveLength(1);
    expect((await readNewestLogs(client, FILTER, { ...BOUNDS, most: 3 })).from).toBe(0n);
  });

  it('looks at nothing where the newest block is older than the oldest', async () => {
    const { asked, client } = nodeWith([1n]);
    const { logs, from } = await readNewestLogs(client, FILTER, { ...BOUNDS, to: 4n, from: 5n });
    expect([logs, from, asked]).toEqual([[], 5n, []]);
  });
});
