import { expect, it } from 'vitest';
import type { Voucher } from '#protocol/signed/voucher.ts';
import { redeemable } from '#web/mine/work/redeemable.ts';

const voucher = (cumulative: bigint): Voucher => ({
  payer: '0x00000000000000000000000000000000000000A1',
  payee: '0x00000000000000000000000000000000000000B2',
  cumulative,
  signature: '0x',
});

it('redeemable takes what is not redeemed yet, up to the deposits', () => {
  const whole = voucher(10n);
  const capped = voucher(50n);
  expect(
    redeemable([
      { voucher: whole, redeemed: 4n, deposit: 100n },
      { voucher: capped, redeemed: 0n, deposit: 20n },
      { voucher: voucher(7n), redeemed: 7n, deposit: 100n },
      { voucher: voucher(5n), redeemed: 9n, deposit: 100n },
      { voucher: voucher(3n), redeemed: 0n, deposit: 0n },
    ]),
  ).toEqual({ vouchers: [whole, capped], payable: 26n, unfunded: 33n });
});

it('redeemable is zero without vouchers', () => {
  expect(redeemable([])).toEqual({ vouchers: [], payable: 0n, unfunded: 0n });
});
