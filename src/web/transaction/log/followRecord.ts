import type { Hex } from 'viem';
import { getTransaction } from 'viem/actions';
import type { PageClient } from '#web/network/pageClient.ts';
import { batchReceiptsOf, followBatch } from '#web/transaction/batch/followBatch.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import type { TransactionLog } from '#web/transaction/log/transactionLog.ts';
import type { RecordState, TransactionRecord } from '#web/transaction/log/transactionRecord.ts';
import { type PlacedCall, receiptsOf, waitForCall } from '#web/transaction/log/waitForCall.ts';
import type { WalletBatches } from '#web/wallet/walletLink.ts';

/** A node drops what waits for so long, in seconds; who wants to know more has to look in the wallet. */
export const GIVEN_UP_S = 86_400;

const ENDS: Partial<Record<TransactionFailure['code'], RecordState>> = {
  REVERTED: 'reverted',
  CANCELLED: 'cancelled',
  REPLACED: 'replaced',
  NOT_SENT: 'unsent',
  PARTIAL: 'partial',
  UNCLEAR: 'unclear',
};

/** Waits for the end of a transaction in the log, and keeps there how it ended. @throws what `wait` does */
export async function waitInLog(log: TransactionLog, id: string, wait: () => Promise<Hex>): Promise<Hex> {
  const release = log.follow(id);
  try {
    const hash = await wait();
    log.end(id, 'confirmed');
    return hash;
  } catch (error) {
    // Any other error says nothing about the transaction: the chain was silent, or it is not in a block yet.
    const end = error instanceof TransactionFailure ? ENDS[error.code] : undefined;
    if (end !== undefined) log.end(id, end);
    throw error;
  } finally {
    release();
  }
}

/**
 * Keeps where a transaction stands in its account's order: once another one has its place, no node knows it
 * any more.
 * @returns undefined where that cannot be read now
 */
export async function placeInLog(
  log: TransactionLog,
  client: PageClient,
  hash: Hex,
): Promise<PlacedCall | undefined> {
  try {
    log.place(hash, (await getTransaction(client, { hash })).nonce);
  } catch (error) {
    console.debug('looking a sent transaction up', hash, error);
  }
  return placeOf(log.records().find((each) => each.id === hash));
}

interface FollowDeps {
  log: TransactionLog;
  client: PageClient;
  /** Of the connected wallet, where that is the record's account. */
  batches: WalletBatches | undefined;
}

/**
 * Waits once more for a transaction that an earlier page sent.
 * @throws what tells nothing about it: the chain is silent, or it is not in a block after two minutes
 */
export async function followRecord({ log, client, batches }: FollowDeps, record: TransactionRecord) {
  const { id, hash, account, batch, call, sentAt } = record;
  if (Date.now() / 1_000 - sentAt > GIVEN_UP_S) return log.end(id, 'unclear');
  const onHash = (again: Hex) => log.rename(id, again);
  try {
    if (batch !== null) {
      // Only its wallet knows it.
      if (batches === undefined) return;
      const sent = { id, account, contracts: batch.contracts, afterBlock: BigInt(batch.afterBlock) };
      await waitInLog(log, id, () => followBatch(batches, batchReceiptsOf(client), sent, onHash));
    } else if (hash !== null) {
      if (call?.nonce === null) await placeInLog(log, client, hash);
      const placed = placeOf(log.records().find((each) => each.id === id));
      await waitInLog(log, id, () => waitForCall(receiptsOf(client), hash, onHash, placed));
    }
  } catch (error) {
    if (!(error instanceof TransactionFailure)) throw error;
  }
}

function placeOf(record: TransactionRecord | undefined): PlacedCall | undefined {
  const call = record?.call ?? null;
  if (record === undefined || call === null || call.nonce === null) return undefined;
  return { from: record.account, nonce: call.nonce, to: call.to, input: call.data, value: 0n };
}
