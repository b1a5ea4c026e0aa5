import type { Voucher } from '#protocol/signed/voucher.ts';

/** A voucher and its state on the chain, in wei of CAI. */
export interface VoucherStanding {
  voucher: Voucher;
  redeemed: bigint;
  /** The payer's deposit, which pays the voucher. */
  deposit: bigint;
}

const owed = ({ voucher, redeemed }: VoucherStanding): bigint =>
  voucher.cumulative > redeemed ? voucher.cumulative - redeemed : 0n;

const payableOf = (standing: VoucherStanding): bigint => {
  const amount = owed(standing);
  return amount < standing.deposit ? amount : standing.deposit;
};

const sum = (amounts: bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/** What can be redeemed now, and what is owed beyond the payers' deposits, in wei of CAI. */
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
