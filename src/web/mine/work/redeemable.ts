import type { Voucher } from '#protocol/signed/voucher.ts';

/** A voucher and how the chain stands to it, in wei of CAI. */
export interface VoucherStanding {
  voucher: Voucher;
  redeemed: bigint;
  /** The payer's deposit, from which it is paid. */
  deposit: bigint;
}

const owed = ({ voucher, redeemed }: VoucherStanding): bigint =>
  voucher.cumulative > redeemed ? voucher.cumulative - redeemed : 0n;

const payable = (standing: VoucherStanding): bigint => {
  const amount = owed(standing);
  return amount < standing.deposit ? amount : standing.deposit;
};

const sum = (amounts: bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/** What can be had now, and what is owed beyond the payers' deposits. */
export function redeemable(standings: readonly VoucherStanding[]): {
  vouchers: Voucher[];
  now: bigint;
  later: bigint;
} {
  const paying = standings.filter((standing) => payable(standing) > 0n);
  const now = sum(paying.map(payable));
  return { vouchers: paying.map(({ voucher }) => voucher), now, later: sum(standings.map(owed)) - now };
}
