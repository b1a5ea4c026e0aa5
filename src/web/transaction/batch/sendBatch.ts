import type { Address } from 'viem';
import { z } from 'zod';
import { t } from '#web/language/translate.ts';
import type { ContractCall } from '#web/transaction/batch/contractCall.ts';
import { causes } from '#web/transaction/failure/revertData.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import { wasRejected } from '#web/transaction/failure/transactionSentence.ts';
import type { WalletBatches } from '#web/wallet/walletLink.ts';

/** EIP-5792: at most 4,096 bytes, as 0x and hexadecimal digits. */
const MAX_ID_LENGTH = 2 + 2 * 4_096;
const sentSchema = z.object({ id: z.string().min(1).max(MAX_ID_LENGTH) });

/**
 * By which a wallet says that it sends nothing as a batch: the method is missing; a capability, the chain, or
 * so many calls are not supported; the user refused to have a smart account; all or none is not possible.
 */
const CANNOT = [4200, -32601, 5700, 5710, 5740, 5750, 5760];
/**
 * By which a wallet says that it did not begin: the page may not ask, or asked wrongly or too often; it does
 * not know the chain or the id; another question is open; the call is not paid for. Other codes tell nothing:
 * viem gives -1 to what has none, and a connection ends with one of its own.
 */
const REFUSED = [4100, 4902, 5720, -32000, -32002, -32003, -32005, -32600, -32602];

/**
 * Hands calls to a wallet that does all of them or none.
 * @returns the id by which the wallet knows them; undefined where it sends no such calls
 * @throws TransactionFailure UNCLEAR where they may or may not have been sent; what a wallet refuses with
 */
export async function sendBatch(
  batches: WalletBatches,
  batch: { account: Address; chainId: number; calls: readonly ContractCall[] },
): Promise<string | undefined> {
  let sent: unknown;
  try {
    sent = await batches.send(batch);
  } catch (error) {
    const codes = [...causes(error)].flatMap((cause) => ('code' in cause ? [cause.code] : []));
    if (codes.some((code) => CANNOT.includes(code as number))) return undefined;
    if (wasRejected(error) || codes.some((code) => REFUSED.includes(code as number))) throw error;
    // A wallet that breaks down while it sends, or on its way to this page, has perhaps sent them.
    throw unclear(error);
  }
  const id = sentSchema.safeParse(sent).data?.id;
  if (id === undefined) throw unclear(sent);
  return id;
}

const unclear = (cause: unknown) =>
  new TransactionFailure('UNCLEAR', t('transaction.sendBatch.unclear'), { cause });
