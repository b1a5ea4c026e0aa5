import { pino } from 'pino';
import { type Address, numberToHex, parseEther } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Channel, EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import { ChannelBook } from '#coordinator/channels/channelBook.ts';
import { ChannelKeeper } from '#coordinator/channels/channelKeeper.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const [ann, bob] = [accountOf('ann').address, accountOf('bob').address];
const RESERVE = 100n;

/** A chain with one payer's channels, and its wallet. */
class World {
  wallet = 10_000n;
  isPending = false;
  isDown = false;
  /** No receipt is heard of. */
  isDeaf = false;
  onRead = (): void => undefined;
  readonly channels = new Map<Address, Channel>();
  readonly promised = new Map<Address, bigint>();
  readonly online = new Set<Address>();
  readonly funded: [Address, bigint][][] = [];
  readonly shared: (readonly Address[])[] = [];
  reads = 0;
  block = 0n;
  uptime = 0;

  readonly #book = new ChannelBook({
    payees: () => this.promised.keys(),
    source: {
      head: async () => {
        this.block += 1n;
        return { number: this.block, hash: numberToHex(this.block, { size: 32 }) };
      },
      hashAt: async (number) => numberToHex(number, { size: 32 }),
      // As of a node that knows of no events: only what is doubted is read.
      changes: async () => [],
      read: async (miners) => {
        this.reads += miners.length;
        if (this.isDown) throw new Error('no chain');
        this.onRead();
        return miners.map((miner) => this.channelOf(miner));
      },
    },
    uptimeMs: () => this.uptime,
  });
  readonly keeper = new ChannelKeeper({
    promises: { all: () => this.promised, refresh: async () => undefined },
    book: this.#book,
    isOnline: (miner) => this.online.has(miner),
    payments: { wallet: async () => this.wallet },
    treasury: {
      hasPending: async () => this.isPending,
      fund: async (payees, amounts) => {
        this.funded.push(payees.map((payee, place) => [payee, amounts[place]!]));
        payees.forEach((payee, place) => this.put(payee, amounts[place]!));
        if (this.isDeaf) throw new Error('no receipt');
      },
      shareFees: async (payees) => void this.shared.push(payees),
      requestWithdrawal: async () => undefined,
      withdraw: async () => undefined,
    },
    reserveWei: RESERVE,
    log: pino({ level: 'silent' }),
    uptimeMs: () => this.uptime,
  });

  doubt(miner: Address): void {
    this.#book.doubt(miner);
  }

  channelOf(miner: Address): Channel {
    return this.channels.get(miner) ?? EMPTY_CHANNEL;
  }

  set(miner: Address, change: Partial<Channel>): void {
    this.channels.set(miner, { ...this.channelOf(miner), ...change });
  }

  put(miner: Address, amount: bigint): void {
    if (amount > this.wallet) throw new Error('more than the wallet holds');
    this.wallet -= amount;
    this.set(miner, { balance: this.channelOf(miner).balance + amount });
  }

  /** What a miner was promised, in total. */
  owe(miner: Address, cumulative: bigint, isOnline = true): void {
    this.promised.set(miner, cumulative);
    if (isOnline) this.online.add(miner);
    else this.online.delete(miner);
  }

  /** Funds as after an hour, when all is read again, and tells what was put in. */
  async fund(): Promise<Record<Address, bigint>> {
    const before = this.funded.length;
    this.uptime += 3_600_000;
    await this.keeper.fund();
    return Object.fromEntries(this.funded.slice(before).flat());
  }
}

let world: World;
beforeEach(() => {
  world = new World();
});

describe('ChannelKeeper', () => {
  it('opens a channel with a reserve at the first pay, and not for a key that only came', async () => {
    world.owe(ann, 0n);
    expect(await world.fund()).toEqual({});
    world.owe(ann, 1n);
    expect(await world.fund()).toEqual({ [ann]: 1n + RESERVE });
    expect(await world.fund()).toEqual({});
  });

  it('tops up once half of the reserve is used', async () => {
    world.owe(ann, 1n);
    await world.fund();
    world.owe(ann, 50n);
    expect(await world.fund()).toEqual({});
    world.owe(ann, 51n);
    expect(await world.fund()).toEqual({ [ann]: 50n });
  });

  it('pays what is owed to a miner that is away, and no reserve', async () => {
    world.owe(ann, 30n, false);
    expect(await world.fund()).toEqual({ [ann]: 30n });
    expect(await world.fund()).toEqual({});
  });

  it('fills what is being withdrawn', async () => {
    world.owe(ann, 30n, false);
    world.set(ann, { balance: 30n, withdrawing: 10n });
    expect(await world.fund()).toEqual({ [ann]: 10n });
  });

  it('counts what was redeemed', async () => {
    world.owe(ann, 500n, false);
    world.set(ann, { redeemed: 480n, balance: 5n });
    expect(await world.fund()).toEqual({ [ann]: 15n });
  });

  it('pays all debts before it fills any reserve', async () => {
    world.wallet = 100n;
    world.owe(ann, 20n);
    world.owe(bob, 60n);
    // Of the 20 that are left, half is kept for the next.
    expect(await world.fund()).toEqual({ [ann]: 30n, [bob]: 60n });
  });

  it('pays as much of its debts as the wallet holds', async () => {
    world.wallet = 50n;
    world.owe(ann, 40n);
    world.owe(bob, 60n);
    expect(await world.fund()).toEqual({ [ann]: 40n, [bob]: 10n });
    const { reads } = world;
    expect(await world.fund()).toEqual({});
    await world.keeper.fund();
    world.wallet = 50n;
    world.uptime += 59_999;
    await world.keeper.fund();
    expect([world.funded.length, world.reads - reads]).toEqual([1, 4]);
    world.uptime += 1;
    await world.keeper.fund();
    expect(world.funded.at(-1)).toEqual([[bob, 50n]]);
  });

  it('waits for a transaction that is not mined yet, also one from before a restart', async () => {
    world.owe(ann, 30n);
    world.isPending = true;
    expect(await world.fund()).toEqual({});
    world.isPending = false;
    expect(await world.fund()).toEqual({ [ann]: 130n });
  });

  it('makes no deposit again whose end it never heard of', async () => {
    world.owe(ann, 30n);
    world.isDeaf = true;
    await expect(world.keeper.fund()).rejects.toThrow('no receipt');
    await world.keeper.fund();
    await world.keeper.fund();
    expect(world.funded).toEqual([[[ann, 130n]]]);
  });

  it('goes on when a channel is doubted while another is read', async () => {
    world.owe(ann, 30n, false);
    world.owe(bob, 30n, false);
    world.onRead = () => world.doubt(ann);
    world.uptime += 3_600_000;
    await world.keeper.fund();
    world.onRead = () => undefined;
    await world.keeper.fund();
    expect(Object.fromEntries(world.funded.flat())).toEqual({ [ann]: 30n, [bob]: 30n });
  });

  it('puts in nothing while the chain cannot be read, and the right amount afterwards', async () => {
    world.owe(ann, 30n);
    world.isDown = true;
    await expect(world.fund()).rejects.toThrow('no chain');
    world.isDown = false;
    expect(await world.fund()).toEqual({ [ann]: 130n });
  });

  it('funds many in transactions of fifty', async () => {
    for (let miner = 0; miner < 101; miner++) world.owe(accountOf(`miner ${miner}`).address, 1n, false);
    await world.fund();
    expect(world.funded.map((batch) => batch.length)).toEqual([50, 50, 1]);
  });

  it('looks at once at a channel that its miner finds too small, as after a reorganisation', async () => {
    world.owe(ann, 30n);
    await world.keeper.fund();
    await world.keeper.fund();
    // The deposit's block is gone.
    world.set(ann, { balance: 0n });
    await world.keeper.fund();
    expect(world.funded).toHaveLength(1);
    world.doubt(ann);
    await world.keeper.fund();
    expect(world.funded).toEqual([[[ann, 130n]], [[ann, 130n]]]);
  });

  it('shares out fees that are worth the gas', async () => {
    world.owe(ann, 1n);
    world.owe(bob, 1n);
    world.set(ann, { fees: parseEther('1') });
    world.set(bob, { fees: parseEther('1') - 1n });
    await world.keeper.shareFees();
    expect(world.shared).toEqual([[ann]]);
  });
});
