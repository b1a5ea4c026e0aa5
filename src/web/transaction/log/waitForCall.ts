import type { Address, Hex, ReplacementReturnType, WaitForTransactionReceiptParameters } from 'viem';
import { waitForTransactionReceipt } from 'viem/actions';
import { t } from '#web/language/translate.ts';
import type { PageClient } from '#web/network/pageClient.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';

/** A block takes seconds; a node that has not seen it after this long may have dropped it. */
const RECEIPT_TIMEOUT_MS = 120_000;

interface ReceiptClient {
  waitForTransactionReceipt(options: WaitForTransactionReceiptParameters): Promise<{
    status: 'success' | 'reverted';
    transactionHash: Hex;
  }>;
}

export const receiptsOf = (client: PageClient): ReceiptClient => ({
  waitForTransactionReceipt: (options) => waitForTransactionReceipt(client, options),
});

/** By which what has taken a call's place is found, also where that was long ago. */
export interface PlacedCall {
  from: Address;
  /** In the account's order. */
  nonce: number;
  to: Address;
  input: Hex;
  /** Of gas. */
  value: 0n;
}

/**
 * Waits until a call is in a block. A wallet may have sent it again with more gas, which is the same call, or
 * put another transaction in its place, which is not.
 * @param onHash called when the wallet sent the call again
 * @param replacement where it stands, for a wait that begins long after the call was sent
 * @returns the hash under which it is in the chain
 * @throws TransactionFailure REVERTED, REPLACED, CANCELLED; what the client throws after two minutes
 */
export async function waitForCall(
  client: ReceiptClient,
  hash: Hex,
  onHash: (hash: Hex) => void,
  replacement?: PlacedCall,
): Promise<Hex> {
  let inItsPlace: ReplacementReturnType | undefined;
  const receipt = await client.waitForTransactionReceipt({
    hash,
    timeout: RECEIPT_TIMEOUT_MS,
    ...(replacement === undefined ? {} : { replacement }),
    onReplaced: (found) => {
      inItsPlace = found;
      if (found.reason === 'repriced') onHash(found.transaction.hash);
    },
  });
  if (inItsPlace?.reason === 'cancelled') {
    throw new TransactionFailure('CANCELLED', t('transaction.waitForCall.cancelled'));
  }
  if (inItsPlace?.reason === 'replaced') {
    throw new TransactionFailure('REPLACED', t('transaction.waitForCall.replaced'));
  }
  if (receipt.status === 'reverted') {
    throw new TransactionFailure('REVERTED', t('transaction.waitForCall.reverted'));
  }
  return receipt.transactionHash;
}
