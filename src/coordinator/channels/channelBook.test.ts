import { type Address, numberToHex } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import type { ChannelChange } from '#chain/payments/channelSource.ts';
import { ChannelBook, MOST_BLOCKS, OVERLAP } from '#coordinator/channels/channelBook.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const [ann, bob] = [accountOf('ann').address, accountOf('bob').address];
let head: bigint;
/** Part of each block's hash: a reorganisation is another branch. */
let branchOf: (block: bigint) => number;
let events: ChannelChange[];
let balances: Map<Address, bigint>;
/** What was read, in order. */
let read: Address[];
let isDown: boolean;
let uptime: number;
let book: ChannelBook;

const hashOf = (block: bigint) => numberToHex(block * 1_000n + BigInt(branchOf(block)), { size: 32 });

beforeEach(() => {
  [head, branchOf, events, read, isDown, uptime] = [10_000n, () => 0, [], [], false, 0];
  balances = new Map([
    [ann, 1n],
    [bob, 2n],
  ]);
  book = new ChannelBook({
    source: {
      head: async () => ({ number: head, hash: hashOf(head) }),
      hashAt: async (block) => (block <= head ? hashOf(block) : undefined),
      changes: async (from, to) => events.filter(({ block }) => block >= from && block <= to),
      read: async (payees) => {
        if (isDown) throw new Error('no chain');
        read.push(...payees);
        return payees.map((payee) => ({ ...EMPTY_CHANNEL, balance: balances.get(payee)! }));
      },
    },
    payees: () => balances.keys(),
    uptimeMs: () => uptime,
  });
});

/** Blocks are mined; what happened in the last of them. */
function mine(blocks: bigint, ...payees: Address[]): void {
  head += blocks;
  events.push(...payees.map((payee) => ({ payee, block: head })));
}
async function readNow(): Promise<Address[]> {
  read = [];
  await book.sync();
  return read;
}

describe('ChannelBook', () => {
  it('reads a channel once for each change', async () => {
    expect(await readNow()).toEqual([ann, bob]);
    expect(await readNow()).toEqual([]);
    mine(1n, ann, ann);
    expect(await readNow()).toEqual([ann]);
    mine(1n);
    expect(await readNow()).toEqual([]);
    book.doubt(bob);
    expect(await readNow()).toEqual([bob]);
  });

  it.each([
    ['that were just mined', OVERLAP - 1n, [ann]],
    ['that are long known', OVERLAP, []],
  ])('finds changes that a node behind the head did not show in blocks %s', async (_, ago, found) => {
    await book.sync();
    mine(1n);
    await book.sync();
    mine(ago);
    await book.sync();
    events.push({ payee: ann, block: head - ago });
    mine(1n);
    expect(await readNow()).toEqual(found);
  });

  it.each([
    ['what changed in as many blocks as a query may span', MOST_BLOCKS, [ann]],
    ['all after more blocks', MOST_BLOCKS + 1n, [ann, bob]],
  ])('reads %s', async (_, blocks, found) => {
    await book.sync();
    mine(blocks, ann);
    expect(await readNow()).toEqual(found);
  });

  it('reads after a reorganisation what either branch had changed', async () => {
    await book.sync();
    mine(10n);
    await book.sync();
    const fork = head;
    mine(1n, ann);
    await book.sync();
    events = [];
    branchOf = (block) => (block > fork ? 1 : 0);
    mine(1n, bob);
    expect(await readNow()).toEqual([ann, bob]);
  });

  it('reads all after a reorganisation deeper than it remembers', async () => {
    await book.sync();
    branchOf = () => 1;
    mine(1n);
    expect(await readNow()).toEqual([ann, bob]);
  });

  it('reads later what it could not read', async () => {
    await book.sync();
    mine(1n, ann);
    isDown = true;
    await expect(book.sync()).rejects.toThrow('no chain');
    isDown = false;
    mine(20n);
    expect(await readNow()).toEqual([ann]);
  });

  it('reads all again once an hour', async () => {
    await book.sync();
    uptime = 3_599_999;
    expect(await readNow()).toEqual([]);
    uptime = 3_600_000;
    expect(await readNow()).toEqual([ann, bob]);
  });
});
