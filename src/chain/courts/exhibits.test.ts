import { type Address, encodeEventTopics, type Hex, keccak256, numberToHex } from 'viem';
import { expect, it } from 'vitest';
import { EXHIBITS_SOUGHT, MAX_EXHIBITS, readExhibits, wasExhibited } from '#chain/courts/exhibits.ts';
import { juriesAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

const JURIES = numberToHex(0xc0de, { size: 20 });
const OPENING = 5_000n;
const hashOf = (number: number): Hex => keccak256(numberToHex(number));
const exhibit = (number: number) => ({
  coordinator: numberToHex(number + 1, { size: 20 }) as Address,
  hash: hashOf(number),
});

const logOf = (number: number) => ({
  address: JURIES,
  topics: encodeEventTopics({
    abi: juriesAbi,
    eventName: 'Exhibited',
    args: { caseId: 1n, coordinator: exhibit(number).coordinator },
  }),
  data: exhibit(number).hash,
});

/** A node of a chain of `head` blocks, with exhibits in some; it tells which ranges it was asked for. */
function nodeOf(head: bigint, exhibits: [block: bigint, number: number][]) {
  const ranges: [bigint, bigint][] = [];
  const client = {
    getBlock: async () => ({ number: head }),
    request: async ({ params: [filter] }: { params: [{ fromBlock: Hex; toBlock: Hex }] }) => {
      const [from, to] = [BigInt(filter.fromBlock), BigInt(filter.toBlock)];
      ranges.push([from, to]);
      return exhibits.filter(([block]) => block >= from && block <= to).map(([, number]) => logOf(number));
    },
  } as unknown as ReadClient;
  const about = { caseId: 1n, opening: OPENING };
  return {
    ranges,
    read: () => readExhibits(client, JURIES, about),
    shows: (number: number) => wasExhibited(client, JURIES, { ...about, hash: hashOf(number) }),
  };
}

it('gives the newest exhibit last, over as many ranges as it takes', async () => {
  const { ranges, read } = nodeOf(OPENING + 2_500n, [
    [OPENING, 0],
    [OPENING + 1n, 1],
    [OPENING + 1_499n, 2],
    [OPENING + 2_500n, 3],
  ]);
  expect(await read()).toEqual([0, 1, 2, 3].map(exhibit));
  expect(ranges).toEqual([
    [OPENING, OPENING],
    [OPENING + 1_501n, OPENING + 2_500n],
    [OPENING + 501n, OPENING + 1_500n],
    [OPENING + 1n, OPENING + 500n],
  ]);
});

it.each([
  [MAX_EXHIBITS, 1],
  [MAX_EXHIBITS + 1, 2],
])('of %i exhibits keeps the reporter’s and the newest', async (count, oldest) => {
  const all = Array.from({ length: count }, (_, number): [bigint, number] => [
    OPENING + BigInt(number),
    number,
  ]);
  const read = await nodeOf(OPENING + 100n, all).read();
  expect(read).toHaveLength(MAX_EXHIBITS);
  expect([read[0], read[1], read.at(-1)]).toEqual([exhibit(0), exhibit(oldest), exhibit(count - 1)]);
});

it('finds an exhibit behind many newer ones, and looks at a bounded number', async () => {
  const junk = Array.from({ length: EXHIBITS_SOUGHT }, (_, at): [bigint, number] => [
    OPENING + 1_500n,
    at + 3,
  ]);
  const { ranges, shows } = nodeOf(OPENING + 3_000n, [[OPENING, 0], [OPENING + 900n, 1], ...junk]);
  expect([await shows(0), await shows(3), await shows(2)]).toEqual([true, true, false]);
  expect(ranges.filter(([from]) => from <= OPENING + 900n && from > OPENING)).toEqual([]);
  const fewer = nodeOf(OPENING + 3_000n, [[OPENING, 0], [OPENING + 900n, 1], ...junk.slice(2)]);
  expect(await fewer.shows(1)).toBe(true);
});

it('asks a bounded number of times, however old the case is', async () => {
  const { ranges, read } = nodeOf(OPENING + 1_000_000n, [[OPENING, 0]]);
  expect(await read()).toEqual([exhibit(0)]);
  expect(ranges).toHaveLength(33);
  for (const [from, to] of ranges) expect(to - from).toBeLessThan(1_000n);
});

it('takes a node that shows no event of the opening for one that lags', async () => {
  await expect(nodeOf(OPENING, []).read()).rejects.toMatchObject({ code: 'NO_BLOCK' });
});
