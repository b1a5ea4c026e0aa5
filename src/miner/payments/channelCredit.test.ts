import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Channel, EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import { ChannelCredit, UNSECURED_UNITS } from '#miner/payments/channelCredit.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

const PAYER = `0x${'11'.repeat(20)}` as const;
const PRICE = 3n;
const CREDIT = UNSECURED_UNITS * PRICE;

let promised: bigint | undefined;
let channel: Channel;
let uptime: number;
const readChannel = vi.fn(async () => channel);
const onCovered = vi.fn();
const creditOf = () =>
  new ChannelCredit({
    vouchers: {
      newest: async () => (promised === undefined ? undefined : ({ cumulative: promised } as Voucher)),
    },
    ...{ readChannel, onCovered, trace: () => undefined, uptimeMs: () => uptime },
  });

beforeEach(() => {
  promised = undefined;
  channel = EMPTY_CHANNEL;
  uptime = 0;
  readChannel.mockReset().mockImplementation(async () => channel);
  onCovered.mockClear();
});

describe('ChannelCredit', () => {
  it('allows a first task without looking at the chain', async () => {
    expect(await creditOf().allows(PAYER, PRICE)).toBe(true);
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
    expect(await creditOf().allows(PAYER, PRICE)).toBe(isAllowed);
  });

  it('reads a channel that holds enough once a minute, and at once when a voucher passes it', async () => {
    const credit = creditOf();
    channel = { ...EMPTY_CHANNEL, balance: 10n };
    promised = 10n;
    for (uptime = 0; uptime < 60_000; uptime += 10_000) await credit.allows(PAYER, PRICE);
    expect(readChannel).toHaveBeenCalledTimes(1);
    await credit.allows(PAYER, PRICE);
    expect(readChannel).toHaveBeenCalledTimes(2);
    promised = CREDIT + 11n;
    uptime += 3_000;
    expect(await credit.allows(PAYER, PRICE)).toBe(false);
    expect(readChannel).toHaveBeenCalledTimes(3);
  });

  it('sees a top-up after 3 seconds, and asks no sooner', async () => {
    const credit = creditOf();
    promised = CREDIT + 1n;
    expect(await credit.allows(PAYER, PRICE)).toBe(false);
    channel = { ...EMPTY_CHANNEL, balance: 1n };
    uptime = 2_999;
    expect(await credit.allows(PAYER, PRICE)).toBe(false);
    uptime = 3_000;
    expect(await credit.allows(PAYER, PRICE)).toBe(true);
    expect(onCovered.mock.calls).toEqual([
      [PAYER, false],
      [PAYER, true],
    ]);
  });

  it('notices a withdrawal that was requested after it had looked', async () => {
    const credit = creditOf();
    promised = CREDIT + 10n;
    channel = { ...EMPTY_CHANNEL, balance: 10n };
    expect(await credit.allows(PAYER, PRICE)).toBe(true);
    channel = { ...channel, withdrawing: 10n };
    uptime = 60_000;
    expect(await credit.allows(PAYER, PRICE)).toBe(false);
  });

  it('does not let a price that rises with each task raise the credit', async () => {
    const credit = creditOf();
    let price = PRICE;
    let tasks = 0;
    for (promised = 0n; await credit.allows(PAYER, price); tasks += 1) {
      promised += 200n * price;
      price = (price * 11n) / 10n + 1n;
      uptime += 3_000;
      if (tasks > 100) break;
    }
    expect(tasks).toBeLessThanOrEqual(10);
    // What is covered again is trusted again, at the price of then.
    channel = { ...EMPTY_CHANNEL, balance: promised };
    uptime += 3_000;
    expect(await credit.allows(PAYER, price)).toBe(true);
    promised += UNSECURED_UNITS * price;
    uptime += 60_000;
    expect(await credit.allows(PAYER, price)).toBe(true);
    promised += 1n;
    uptime += 60_000;
    expect(await credit.allows(PAYER, price)).toBe(false);
  });

  it('blames nobody for a channel that its own chain node never showed', async () => {
    const credit = creditOf();
    readChannel.mockRejectedValue(new Error('no chain'));
    promised = CREDIT + 1n;
    await expect(credit.allows(PAYER, PRICE)).rejects.toMatchObject({ name: 'ChainError' });
    await expect(credit.allows(PAYER, PRICE)).rejects.toMatchObject({ name: 'ChainError' });
    expect([readChannel.mock.calls.length, onCovered.mock.calls]).toEqual([1, []]);
    readChannel.mockImplementation(async () => channel);
    channel = { ...EMPTY_CHANNEL, balance: 1n };
    uptime += 3_000;
    expect(await credit.allows(PAYER, PRICE)).toBe(true);
    expect(onCovered).not.toHaveBeenCalled();
  });

  it('goes by what it last read while the chain does not answer, and by the credit before that', async () => {
    const credit = creditOf();
    readChannel.mockRejectedValue(new Error('no chain'));
    promised = CREDIT;
    expect(await credit.allows(PAYER, PRICE)).toBe(true);
    uptime += 3_000;
    readChannel.mockImplementation(async () => channel);
    channel = { ...EMPTY_CHANNEL, balance: 10n };
    promised = CREDIT + 10n;
    expect(await credit.allows(PAYER, PRICE)).toBe(true);
    readChannel.mockRejectedValue(new Error('no chain'));
    uptime += 60_000;
    expect(await credit.allows(PAYER, PRICE)).toBe(true);
    promised = CREDIT + 11n;
    expect(await credit.allows(PAYER, PRICE)).toBe(false);
  });
});
