import { expect, it } from 'vitest';
import { EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import { redeemable } from '#chain/payments/redeemable.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

const voucher = (cumulative: bigint): Voucher => ({
  payer: '0x00000000000000000000000000000000000000A1',
  payee: '0x00000000000000000000000000000000000000B2',
  cumulative,
  signature: '0x',
});

const standing = (of: Voucher, redeemed: bigint, balance: bigint) => ({
  voucher: of,
  // What is being withdrawn pays until it is gone.
  channel: { ...EMPTY_CHANNEL, redeemed, balance, withdrawing: balance },
});

it('redeemable takes what is not redeemed yet, up to what the channels hold', () => {
  const whole = voucher(10n);
  const capped = voucher(50n);
  expect(
    redeemable([
      standing(whole, 4n, 100n),
      standing(capped, 0n, 20n),
      standing(voucher(7n), 7n, 100n),
      standing(voucher(5n), 9n, 100n),
      standing(voucher(3n), 0n, 0n),
    ]),
  ).toEqual({ vouchers: [whole, capped], payable: 26n, unfunded: 33n });
});

it('redeemable is zero without vouchers', () => {
  expect(redeemable([])).toEqual({ vouchers: [], payable: 0n, unfunded: 0n });
});
