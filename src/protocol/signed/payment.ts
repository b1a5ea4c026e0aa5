import { keccak256, type Address, type Hex } from 'viem';
import { z } from 'zod';
import { addressField, amountField, hashField, signatureField, unixSecondsField } from '#protocol/fields.ts';
import type { TaskRequest, TaskResult } from '#protocol/task/task.ts';
import {
  isSignedBy,
  paymentsDomain,
  protocolDomain,
  RECEIPT,
  TASK_RESULT,
  typedData,
  VOUCHER,
  type NetworkIdentity,
  type OperatorSigner,
} from '#protocol/signed/typedData.ts';

/** Cumulative: what the payer owes the payee since ever. The newest one redeems everything. */
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

export async function signVoucher(
  network: NetworkIdentity,
  signer: OperatorSigner,
  payee: Address,
  cumulative: bigint,
): Promise<Voucher> {
  const voucher = { payer: signer.address, payee, cumulative };
  return { ...voucher, signature: await signer.signTypedData(voucherData(network, voucher)) };
}

export const isVoucherSigned = (network: NetworkIdentity, voucher: Voucher): Promise<boolean> =>
  isSignedBy(voucherData(network, voucher), voucher.signature, voucher.payer);

/** What a result is charged for: an image by its denoising steps, a text by its prompt and answer tokens. */
export function unitsOf(request: TaskRequest, result: TaskResult): number {
  if (request.kind === 'image') return request.steps;
  return result.kind === 'text' ? result.promptTokens + result.tokens.length : 0;
}

export const resultHashOf = (resultBytes: Uint8Array): Hex => keccak256(resultBytes);

const resultData = (network: NetworkIdentity, assignment: Hex, result: Hex) =>
  typedData(protocolDomain(network), TASK_RESULT, { assignment, result });

/** The miner's signature over (assignment digest, result hash): two different ones for one assignment are a fault. */
export const signResult = (network: NetworkIdentity, signer: OperatorSigner, assignment: Hex, result: Hex) =>
  signer.signTypedData(resultData(network, assignment, result));

export const isResultSigned = (
  network: NetworkIdentity,
  assignment: Hex,
  result: Hex,
  signature: Hex,
  miner: Address,
): Promise<boolean> => isSignedBy(resultData(network, assignment, result), signature, miner);

/** Gossiped when a task is over and paid. */
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

export async function signReceipt(
  network: NetworkIdentity,
  signer: OperatorSigner,
  receipt: Omit<Receipt, 'signature' | 'coordinator'>,
): Promise<Receipt> {
  const unsigned = { ...receipt, coordinator: signer.address };
  return { ...unsigned, signature: await signer.signTypedData(receiptData(network, unsigned)) };
}

export const isReceiptSigned = (network: NetworkIdentity, receipt: Receipt): Promise<boolean> =>
  isSignedBy(receiptData(network, receipt), receipt.signature, receipt.coordinator);
