import { HttpRequestError, numberToHex, RpcRequestError } from 'viem';
import { describe, expect, it } from 'vitest';
import { type LogBounds, readPastLogs } from '#chain/history/pastLogs.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

const FILTER = { address: '0x00000000000000000000000000000000000000aa', topics: [] } as const;
const refused = () =>
  new RpcRequestError({
    body: {},
    url: 'http://c.test',
    error: { code: -32_602, message: 'range too wide' },
  });

interface Node {
  head: bigint;
  /** Blocks that it allows in one request. */
  width?: bigint;
  /** Older blocks are deleted. */
  oldest?: bigint;
  failure?: () => Error;
}

/** A node with one log in every 500th block. */
function nodeOf({ head, width = head + 1n, oldest = 0n, failure = refused }: Node) {
  const ranges: [bigint, bigint][] = [];
  const client = {
    getBlock: async () => ({ number: head }),
    request: async ({ params: [{ fromBlock, toBlock }] }: { params: [Record<string, string>] }) => {
      const [from, to] = [BigInt(fromBlock!), BigInt(toBlock!)];
      ranges.push([from, to]);
      if (to - from + 1n > width || from < oldest) throw failure();
      const count = Number(to / 500n - (from + 499n) / 500n) + 1;
      const blocks = Array.from({ length: count }, (_, at) => ((from + 499n) / 500n + BigInt(at)) * 500n);
      return blocks.map((block) => ({ blockNumber: numberToHex(block) }));
    },
  } as unknown as ReadClient;
  const read = async (bounds?: LogBounds) => {
    const { logs, since } = await readPastLogs(client, FILTER, bounds);
    return { blocks: logs.map(({ blockNumber }) => blockNumber), since };
  };
  return { read, ranges };
}

describe('readPastLogs', () => {
  it('reads all in one request where the node allows it', async () => {
    const { read, ranges } = nodeOf({ head: 1_000_000n });
    const { blocks, since } = await read();
    expect([blocks.length, since, ranges]).toEqual([2_001, 0n, [[0n, 1_000_000n]]]);
  });

  it('looks no further back than it is asked to', async () => {
    const whole = nodeOf({ head: 2_400n });
    expect(await whole.read({ from: 600n })).toEqual({ blocks: [1_000n, 1_500n, 2_000n], since: 600n });
    const narrow = nodeOf({ head: 2_400n, width: 1_000n });
    expect(await narrow.read({ from: 600n })).toEqual({ blocks: [1_000n, 1_500n, 2_000n], since: 600n });
    expect(narrow.ranges.at(-1)).toEqual([600n, 1_400n]);
  });

  it('reads range by range where it does not, oldest first and without a gap', async () => {
    const { read, ranges } = nodeOf({ head: 2_400n, width: 1_000n });
    const { blocks, since } = await read();
    expect([blocks, since]).toEqual([[0n, 500n, 1_000n, 1_500n, 2_000n], 0n]);
    expect(ranges.slice(-3)).toEqual([
      [1_401n, 2_400n],
      [401n, 1_400n],
      [0n, 400n],
    ]);
  });

  it('says how far back it looked where that is not all', async () => {
    const { read, ranges } = nodeOf({ head: 1_000_000n, width: 10_000n });
    expect((await read()).since).toBe(1_000_001n - 30n * 10_000n);
    expect(ranges).toHaveLength(32);
  });

  it('shows the newest where the node has deleted the older ones', async () => {
    const { read } = nodeOf({ head: 50_000n, oldest: 33_000n, width: 10_000n });
    expect((await read()).since).toBe(33_001n);
  });

  it('asks for less where a node refuses much, until its requests are used up', async () => {
    const { read, ranges } = nodeOf({ head: 250_000n, width: 1_000n });
    const { blocks, since } = await read({ requests: 4 });
    expect(ranges.map(([from, to]) => to - from + 1n)).toEqual([250_001n, 100_000n, 10_000n, 1_000n]);
    expect([blocks, since]).toEqual([[249_500n, 250_000n], 249_001n]);
  });

  it('stops once it has enough logs, and says how far it came', async () => {
    const { read, ranges } = nodeOf({ head: 250_000n });
    expect((await read({ most: 201 })).since).toBe(50_001n);
    expect(ranges).toEqual([
      [150_001n, 250_000n],
      [50_001n, 150_000n],
    ]);
  });

  it('goes on before a block that was read', async () => {
    const { read, ranges } = nodeOf({ head: 250_000n });
    expect(await read({ to: 50_000n, most: 1 })).toMatchObject({ since: 0n });
    expect(ranges).toEqual([[0n, 50_000n]]);
  });

  it('takes a refusal by the HTTP status as one', async () => {
    const failure = () => new HttpRequestError({ url: 'http://c.test', status: 413 });
    const { read } = nodeOf({ head: 5_000n, width: 1_000n, failure });
    expect((await read()).since).toBe(0n);
  });

  it('fails at once where the node is away, and at last where it shows nothing', async () => {
    const failure = () => new HttpRequestError({ url: 'http://c.test', status: 502 });
    const away = nodeOf({ head: 5_000n, width: 0n, failure });
    await expect(away.read()).rejects.toMatchObject({ code: 'NO_ANSWER' });
    expect(away.ranges).toHaveLength(1);
    const silent = nodeOf({ head: 50_000n, width: 0n });
    await expect(silent.read()).rejects.toMatchObject({ code: 'NO_BLOCK' });
    expect(silent.ranges).toHaveLength(3);
  });
});
