import type { Address } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Channel, EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import { SolvencyWatch } from '#coordinator/settlement/solvency.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const [ann, bob] = [accountOf('ann').address, accountOf('bob').address];
let channels: Map<Address, Channel>;
let promised: Map<Address, bigint>;
/** What the database has; it is read by `refresh`. */
let books: Map<Address, bigint>;
let wallet: bigint;
let whileReading: () => void;
let watch: SolvencyWatch;

const channelOf = (part: Partial<Channel>): Channel => ({ ...EMPTY_CHANNEL, ...part });

beforeEach(() => {
  [channels, promised, books] = [new Map(), new Map(), new Map()];
  wallet = 0n;
  whileReading = () => undefined;
  watch = new SolvencyWatch({
    promises: {
      all: () => promised,
      refresh: async () => {
        promised = new Map(books);
      },
    },
    book: { of: (miner) => channels.get(miner), sync: async () => undefined },
    payments: {
      wallet: async () => {
        whileReading();
        return wallet;
      },
    },
  });
});

describe('SolvencyWatch', () => {
  it('reports whether wallet and channels cover the vouchers not yet redeemed', async () => {
    books = new Map([
      [ann, 500n],
      [bob, 1_000n],
    ]);
    channels.set(ann, channelOf({ redeemed: 500n, balance: 50n }));
    channels.set(bob, channelOf({ redeemed: 300n, balance: 150n, withdrawing: 50n }));
    wallet = 600n;
    expect([watch.latest(), watch.available()]).toEqual([undefined, undefined]);
    // What ann's channel holds cannot pay bob.
    expect(await watch.refresh()).toEqual({ funds: 700n, outstanding: 700n, covered: true });
    expect([watch.available(), watch.spareOf(ann), watch.spareOf(bob)]).toEqual([0n, 50n, 0n]);
    wallet = 599n;
    expect(await watch.refresh()).toMatchObject({ covered: false });
    expect(watch.available()).toBe(-1n);
  });

  it('counts promises until it has read the accounts that hold them', async () => {
    books.set(ann, 100n);
    channels.set(ann, channelOf({ balance: 100n }));
    wallet = 100n;
    await watch.refresh();
    watch.notePromise(ann, 30n);
    expect(watch.available()).toBe(70n);
    // This one may be in the accounts by now or not, so it still counts.
    whileReading = () => watch.notePromise(ann, 20n);
    await watch.refresh();
    expect(watch.available()).toBe(80n);
  });

  it('takes promises out of their miner’s reserve first', async () => {
    books = new Map([
      [ann, 10n],
      [bob, 10n],
    ]);
    channels.set(ann, channelOf({ balance: 40n }));
    channels.set(bob, channelOf({ balance: 10n }));
    wallet = 100n;
    await watch.refresh();
    watch.notePromise(ann, 25n);
    expect([watch.available(), watch.spareOf(ann)]).toEqual([100n, 5n]);
    watch.notePromise(ann, 10n);
    expect([watch.available(), watch.spareOf(ann)]).toEqual([95n, 0n]);
    watch.notePromise(bob, 1n);
    expect(watch.available()).toBe(94n);
  });

  it('does not count what was redeemed beyond the books as money that is left', async () => {
    books.set(ann, 5n);
    channels.set(ann, channelOf({ redeemed: 10n ** 30n }));
    wallet = 7n;
    expect(await watch.refresh()).toEqual({ funds: 7n, outstanding: 0n, covered: true });
    expect([watch.available(), watch.spareOf(ann)]).toEqual([7n, 0n]);
  });
});
