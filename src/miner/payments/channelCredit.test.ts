import type { Address } from 'viem';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Channel, EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import { ChannelCredit, UNSECURED_UNITS } from '#miner/payments/channelCredit.ts';
import { MemoryPrices } from '#miner/testing/memoryStores.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

const PAYER = `0x${'11'.repeat(20)}` as const;
const NEXT_KEY = `0x${'22'.repeat(20)}` as const;
const RIVAL = `0x${'33'.repeat(20)}` as const;
const PRICE = 3n;
const CREDIT = UNSECURED_UNITS * PRICE;

/** What PAYER has promised. */
let promised: bigint | undefined;
/** What other keys have promised. */
let others: Map<Address, bigint>;
/** PAYER's. */
let channel: Channel;
let uptime: number;
let prices: MemoryPrices;
const readChannel = vi.fn(async (_payer: Address) => channel);
const nodeIds = new Map<Address, bigint>([
  [PAYER, 7n],
  [NEXT_KEY, 7n],
  [RIVAL, 8n],
]);
const readNodeId = vi.fn(async (payer: Address) => nodeIds.get(payer)!);
const onCovered = vi.fn();

function promises(): Voucher[] {
  const own: [Address, bigint][] = promised === undefined ? [] : [[PAYER, promised]];
  return [...own, ...others].map(([payer, cumulative]) => ({ payer, cumulative }) as Voucher);
}
/** As a tab has it that was just loaded. */
const creditOf = () =>
  new ChannelCredit({
    vouchers: { all: async () => promises() },
    ...{ readChannel, readNodeId, onCovered, prices, trace: () => undefined, uptimeMs: () => uptime },
  });
const allows = (credit: ChannelCredit, price: bigint, operator: Address = PAYER) =>
  credit.allows({ nodeId: nodeIds.get(operator)!, operator }, price);

beforeEach(() => {
  promised = undefined;
  others = new Map();
  channel = EMPTY_CHANNEL;
  uptime = 0;
  prices = new MemoryPrices();
  readChannel.mockReset().mockImplementation(async (payer) => (payer === PAYER ? channel : EMPTY_CHANNEL));
  readNodeId.mockReset().mockImplementation(async (payer) => nodeIds.get(payer)!);
  onCovered.mockClear();
});

describe('ChannelCredit', () => {
  it('allows a first task without looking at the chain', async () => {
    expect(await allows(creditOf(), PRICE)).toBe(true);
    expect(readChannel).not.toHaveBeenCalled();
  });

  it.each([
    ['up to the credit', CREDIT, {}, true],
    ['beyond the credit', CREDIT + 1n, {}, false],
    ['that its channel and the credit hold', CREDIT + 10n, { balance: 10n }, true],
    ['beyond channel and credit', CREDIT + 11n, { balance: 10n }, false],
    ['that was redeemed', CREDIT + 10n, { redeemed: 10n }, true],
    ['that is held but is being withdrawn', CREDIT + 10n, { balance: 10n, withdrawing: 1n }, false],
    ['redeemed beyond the voucher', 5n, { redeemed: 10n ** 30n }, true],
  ])('decides on a debt %s', async (_, cumulative, part, isAllowed) => {
    promised = cumulative;
    channel = { ...EMPTY_CHANNEL, ...part };
    expect(await allows(creditOf(), PRICE)).toBe(isAllowed);
  });

  it('reads a channel that holds enough once a minute, and at once when a voucher passes it', async () => {
    const credit = creditOf();
    channel = { ...EMPTY_CHANNEL, balance: 10n };
    promised = 10n;
    for (uptime = 0; uptime < 60_000; uptime += 10_000) await allows(credit, PRICE);
    expect(readChannel).toHaveBeenCalledTimes(1);
    await allows(credit, PRICE);
    expect(readChannel).toHaveBeenCalledTimes(2);
    promised = CREDIT + 11n;
    uptime += 3_000;
    expect(await allows(credit, PRICE)).toBe(false);
    expect(readChannel).toHaveBeenCalledTimes(3);
  });

  it('sees a top-up after 3 seconds, and asks no sooner', async () => {
    const credit = creditOf();
    promised = CREDIT + 1n;
    expect(await allows(credit, PRICE)).toBe(false);
    channel = { ...EMPTY_CHANNEL, balance: 1n };
    uptime = 2_999;
    expect(await allows(credit, PRICE)).toBe(false);
    uptime = 3_000;
    expect(await allows(credit, PRICE)).toBe(true);
    expect(onCovered.mock.calls).toEqual([
      [PAYER, false],
      [PAYER, true],
    ]);
  });

  it('notices a withdrawal that was requested after it had looked', async () => {
    const credit = creditOf();
    promised = CREDIT + 10n;
    channel = { ...EMPTY_CHANNEL, balance: 10n };
    expect(await allows(credit, PRICE)).toBe(true);
    channel = { ...channel, withdrawing: 10n };
    uptime = 60_000;
    expect(await allows(credit, PRICE)).toBe(false);
  });

  it('does not let a price that rises with each task raise the credit', async () => {
    const credit = creditOf();
    let price = PRICE;
    let tasks = 0;
    for (promised = 0n; await allows(credit, price); tasks += 1) {
      promised += 200n * price;
      price = (price * 11n) / 10n + 1n;
      uptime += 3_000;
      if (tasks > 100) break;
    }
    expect(tasks).toBeLessThanOrEqual(10);
    // What is covered again is trusted again, at the price of then.
    channel = { ...EMPTY_CHANNEL, balance: promised };
    uptime += 3_000;
    expect(await allows(credit, price)).toBe(true);
    promised += UNSECURED_UNITS * price;
    uptime += 60_000;
    expect(await allows(credit, price)).toBe(true);
    promised += 1n;
    uptime += 60_000;
    expect(await allows(credit, price)).toBe(false);
  });

  it('blames nobody for a channel that its own chain node never showed', async () => {
    const credit = creditOf();
    readChannel.mockRejectedValue(new Error('no chain'));
    promised = CREDIT + 1n;
    await expect(allows(credit, PRICE)).rejects.toMatchObject({ name: 'ChainError' });
    await expect(allows(credit, PRICE)).rejects.toMatchObject({ name: 'ChainError' });
    expect([readChannel.mock.calls.length, onCovered.mock.calls]).toEqual([1, []]);
    readChannel.mockImplementation(async () => channel);
    channel = { ...EMPTY_CHANNEL, balance: 1n };
    uptime += 3_000;
    expect(await allows(credit, PRICE)).toBe(true);
    expect(onCovered).not.toHaveBeenCalled();
  });

  it('goes by what it last read while the chain does not answer, and by the credit before that', async () => {
    const credit = creditOf();
    readChannel.mockRejectedValue(new Error('no chain'));
    promised = CREDIT;
    expect(await allows(credit, PRICE)).toBe(true);
    uptime += 3_000;
    readChannel.mockImplementation(async () => channel);
    channel = { ...EMPTY_CHANNEL, balance: 10n };
    promised = CREDIT + 10n;
    expect(await allows(credit, PRICE)).toBe(true);
    readChannel.mockRejectedValue(new Error('no chain'));
    uptime += 60_000;
    expect(await allows(credit, PRICE)).toBe(true);
    promised = CREDIT + 11n;
    expect(await allows(credit, PRICE)).toBe(false);
  });

  it('counts all keys of a coordinator together, also in a tab that was reloaded', async () => {
    promised = CREDIT - 10n;
    const credit = creditOf();
    expect(await allows(credit, PRICE)).toBe(true);
    // The coordinator rotates its key, and owes on.
    others.set(NEXT_KEY, 10n);
    expect(await allows(credit, PRICE, NEXT_KEY)).toBe(true);
    others.set(NEXT_KEY, 11n);
    uptime += 3_000;
    expect(await allows(credit, PRICE, NEXT_KEY)).toBe(false);
    expect(await allows(creditOf(), PRICE, NEXT_KEY)).toBe(false);
    // What the old key's channel gets counts too.
    channel = { ...EMPTY_CHANNEL, balance: 1n };
    uptime += 3_000;
    expect(await allows(credit, PRICE, NEXT_KEY)).toBe(true);
  });

  it('does not begin anew for a key that is not paid for yet', async () => {
    promised = CREDIT + 1n;
    expect(await allows(creditOf(), PRICE, NEXT_KEY)).toBe(false);
    expect(onCovered.mock.calls).toEqual([[NEXT_KEY, false]]);
  });

  it('tells of a new key as well that its node owes too much', async () => {
    promised = CREDIT + 1n;
    const credit = creditOf();
    await allows(credit, PRICE);
    await allows(credit, PRICE, NEXT_KEY);
    await allows(credit, PRICE, NEXT_KEY);
    expect(onCovered.mock.calls).toEqual([
      [PAYER, false],
      [NEXT_KEY, false],
    ]);
  });

  it('does not let one coordinator use up another’s credit', async () => {
    promised = CREDIT;
    others.set(RIVAL, CREDIT);
    const credit = creditOf();
    expect([await allows(credit, PRICE), await allows(credit, PRICE, RIVAL)]).toEqual([true, true]);
  });

  it('asks once whose a key is, and not again about a key that owes nothing', async () => {
    others.set(NEXT_KEY, 5n);
    promised = 5n;
    channel = { ...EMPTY_CHANNEL, redeemed: 5n };
    const credit = creditOf();
    for (uptime = 0; uptime <= 120_000; uptime += 60_000) await allows(credit, PRICE, NEXT_KEY);
    expect(readNodeId.mock.calls).toEqual([[PAYER]]);
    expect(readChannel.mock.calls.filter(([payer]) => payer === PAYER)).toHaveLength(1);
  });

  it('blames nobody while the chain does not say whose a key is', async () => {
    promised = 1n;
    readNodeId.mockRejectedValue(new Error('no chain'));
    const credit = creditOf();
    await expect(allows(credit, PRICE, NEXT_KEY)).rejects.toMatchObject({ name: 'ChainError' });
    await expect(allows(credit, PRICE, NEXT_KEY)).rejects.toMatchObject({ name: 'ChainError' });
    expect(readNodeId).toHaveBeenCalledTimes(1);
    readNodeId.mockResolvedValue(7n);
    uptime += 3_000;
    expect(await allows(credit, PRICE, NEXT_KEY)).toBe(true);
  });

  it('keeps the price of its credit over a reload', async () => {
    promised = CREDIT;
    expect(await allows(creditOf(), PRICE)).toBe(true);
    promised = CREDIT + 1n;
    expect(await allows(creditOf(), 100n * PRICE, NEXT_KEY)).toBe(false);
  });
});
