import { z } from 'zod';
import { addressField, amountField, hashField, signatureField, unixSecondsField } from '#protocol/fields.ts';
import {
  isSignedBy,
  type NetworkIdentity,
  type OperatorSigner,
  protocolDomain,
  RECEIPT,
  typedData,
} from '#protocol/signed/typedData.ts';

/** The signed price of a finished task, gossiped once it is paid. */
export const receiptSchema = z.strictObject({
  taskId: hashField,
  coordinator: addressField,
  miner: addressField,
  result: hashField,
  units: z.number().int().min(0).max(0xffffffff),
  amount: amountField,
  finishedAt: unixSecondsField,
  signature: signatureField,
});
export type Receipt = z.output<typeof receiptSchema>;

const receiptData = (network: NetworkIdentity, receipt: Omit<Receipt, 'signature'>) =>
  typedData(protocolDomain(network), RECEIPT, {
    taskId: receipt.taskId,
    miner: receipt.miner,
    result: receipt.result,
    units: receipt.units,
    amount: receipt.amount,
    finishedAt: BigInt(receipt.finishedAt),
  });

/**
 * Signs a receipt with the coordinator's operator key.
 *
 * @example
 * const receipt = await signReceipt(network, account, { taskId, miner, result, units, amount, finishedAt });
 */
export async function signReceipt(
  network: NetworkIdentity,
  signer: OperatorSigner,
  receipt: Omit<Receipt, 'signature' | 'coordinator'>,
): Promise<Receipt> {
  const unsigned = { ...receipt, coordinator: signer.address };
  return { ...unsigned, signature: await signer.signTypedData(receiptData(network, unsigned)) };
}

/**
 * Whether the coordinator that a receipt names has signed it.
 *
 * @example
 * if (!(await isReceiptSigned(network, receipt))) return { verdict: 'reject', code: 'BAD_SIGNATURE' };
 */
export const isReceiptSigned = (network: NetworkIdentity, receipt: Receipt): Promise<boolean> =>
  isSignedBy(receiptData(network, receipt), receipt.signature, receipt.coordinator);
