import type { Address } from 'viem';
import { z } from 'zod';
import { addressField, amountField, signatureField } from '#protocol/fields.ts';
import {
  isSignedBy,
  type NetworkIdentity,
  type OperatorSigner,
  paymentsDomain,
  typedData,
  VOUCHER,
} from '#protocol/signed/typedData.ts';

/** What the payer owes the payee in total, ever. The newest voucher redeems everything. */
export const voucherSchema = z.strictObject({
  payer: addressField,
  payee: addressField,
  cumulative: amountField,
  signature: signatureField,
});
export type Voucher = z.output<typeof voucherSchema>;

const voucherData = (network: NetworkIdentity, voucher: Omit<Voucher, 'signature'>) =>
  typedData(paymentsDomain(network), VOUCHER, {
    payer: voucher.payer,
    payee: voucher.payee,
    cumulative: voucher.cumulative,
  });

/**
 * Signs a voucher from the signer to `payee`.
 * @param cumulative wei of CAI owed in total, not since the last voucher
 *
 * @example
 * const voucher = await signVoucher(network, coordinator, miner, 3n * 10n ** 18n);
 */
export async function signVoucher(
  network: NetworkIdentity,
  signer: OperatorSigner,
  payee: Address,
  cumulative: bigint,
): Promise<Voucher> {
  const voucher = { payer: signer.address, payee, cumulative };
  return { ...voucher, signature: await signer.signTypedData(voucherData(network, voucher)) };
}

/**
 * Whether a voucher's payer has signed it.
 *
 * @example
 * if (await isVoucherSigned(network, voucher)) await vouchers.keep(voucher);
 */
export const isVoucherSigned = (network: NetworkIdentity, voucher: Voucher): Promise<boolean> =>
  isSignedBy(voucherData(network, voucher), voucher.signature, voucher.payer);
