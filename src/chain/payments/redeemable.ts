import { type Channel, owedBy } from '#chain/payments/channel.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

/** A voucher and the channel that pays it. */
export interface VoucherStanding {
  voucher: Voucher;
  channel: Channel;
}

const owed = ({ voucher, channel }: VoucherStanding): bigint => owedBy(channel, voucher.cumulative);

/** Until its payer has withdrawn it, the whole balance pays. */
const payableOf = (standing: VoucherStanding): bigint => {
  const { balance } = standing.channel;
  const amount = owed(standing);
  return amount < balance ? amount : balance;
};

const sum = (amounts: bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/**
 * What can be redeemed now, and what is owed beyond the channels, in wei of CAI.
 * @example const { vouchers, payable } = redeemable([{ voucher, channel }]);
 */
export function redeemable(standings: readonly VoucherStanding[]): {
  vouchers: Voucher[];
  payable: bigint;
  unfunded: bigint;
} {
  const paying = standings.filter((standing) => payableOf(standing) > 0n);
  const payable = sum(paying.map(payableOf));
  return {
    vouchers: paying.map(({ voucher }) => voucher),
    payable,
    unfunded: sum(standings.map(owed)) - payable,
  };
}
