import { type Address, type Hex, isAddressEqual, pad } from 'viem';
import { waitForTransactionReceipt } from 'viem/actions';
import { z } from 'zod';
import { answeredWithin } from '#protocol/answeredWithin.ts';
import { hashField } from '#protocol/fields.ts';
import { t } from '#web/language/translate.ts';
import type { PageClient } from '#web/network/pageClient.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import type { WalletBatches } from '#web/wallet/walletLink.ts';

/** How often the wallet is asked, in ms: about as often as the chain is for other transactions. */
const POLL_MS = 1_000;
/** One question to the wallet, in ms. */
const ANSWER_LIMIT_MS = 10_000;
/** A block takes seconds; what a wallet has not brought there after this long it may hold back. */
const BATCH_LIMIT_MS = 120_000;
/** A wallet names one transaction, or one a call where it does not do them as one. */
const MAX_RECEIPTS = 16;

/** EIP-5792's groups of status codes, by their hundreds. */
const PENDING = 1;
const GIVEN_UP = 4;
const REVERTED = 5;
const PARTIAL = 6;

const statusSchema = z.object({
  statusCode: z.int().min(100).max(999),
  receipts: z.array(z.object({ transactionHash: hashField })).max(MAX_RECEIPTS),
});
type Status = z.output<typeof statusSchema>;

/** The chain's own receipts, whatever the wallet says. */
export interface BatchReceipts {
  waitForTransactionReceipt(options: { hash: Hex; timeout: number }): Promise<{
    status: 'success' | 'reverted';
    blockNumber: bigint;
    logs: readonly { address: Address; topics: readonly Hex[] }[];
  }>;
}

export const batchReceiptsOf = (client: PageClient): BatchReceipts => ({
  waitForTransactionReceipt: (options) => waitForTransactionReceipt(client, options),
});

export interface SentBatch {
  /** By which the wallet knows it. */
  id: string;
  account: Address;
  /** That are called. Each logs an event that names the account. */
  contracts: readonly Address[];
  /** The newest block before the wallet was asked. */
  afterBlock: bigint;
}

/**
 * Waits until a wallet has done a batch, and the chain shows it: a wallet may say so of another transaction,
 * or call failed what went through, which nobody should send again.
 * @param onHash called when the wallet names the transaction
 * @returns its hash
 * @throws TransactionFailure NOT_SENT, REVERTED, PARTIAL; UNCLEAR where wallet and chain do not agree, or
 *   after two minutes
 */
export async function followBatch(
  batches: WalletBatches,
  chain: BatchReceipts,
  batch: SentBatch,
  onHash: (hash: Hex) => void,
): Promise<Hex> {
  const until = Date.now() + BATCH_LIMIT_MS;
  while (Date.now() < until) {
    const status = await readStatus(batches, batch.id);
    const hash = status?.receipts.at(-1)?.transactionHash;
    if (hash !== undefined) onHash(hash);
    if (status !== undefined && groupOf(status) !== PENDING) {
      if (hash !== undefined && (await isDone(chain, batch, status))) return hash;
      throw failureOf(groupOf(status));
    }
    await pause(POLL_MS);
  }
  throw new TransactionFailure('UNCLEAR', t('transaction.followBatch.noNews'));
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const groupOf = ({ statusCode }: Status): number => Math.floor(statusCode / 100);

/** Undefined where the wallet does not answer, or not in the words of EIP-5792: it may at the next look. */
async function readStatus(batches: WalletBatches, id: string): Promise<Status | undefined> {
  try {
    return statusSchema.safeParse(await answeredWithin(ANSWER_LIMIT_MS, batches.status(id))).data;
  } catch (error) {
    console.debug('asking a wallet how far a batch is', error);
    return undefined;
  }
}

/** Whether the transactions that the wallet names did all of the calls. */
async function isDone(chain: BatchReceipts, batch: SentBatch, { receipts }: Status): Promise<boolean> {
  const hashes = [...new Set(receipts.map(({ transactionHash }) => transactionHash))];
  const found = await Promise.all(
    hashes.map((hash) =>
      chain.waitForTransactionReceipt({ hash, timeout: ANSWER_LIMIT_MS }).catch(() => null),
    ),
  );
  const account = pad(batch.account).toLowerCase();
  const own = found
    .flatMap((receipt) => (receipt !== null && receipt.blockNumber > batch.afterBlock ? receipt.logs : []))
    .filter(({ topics }) => topics.some((topic) => topic.toLowerCase() === account));
  return batch.contracts.every((contract) => own.some(({ address }) => isAddressEqual(address, contract)));
}

function failureOf(group: number): TransactionFailure {
  if (group === GIVEN_UP) return new TransactionFailure('NOT_SENT', t('transaction.followBatch.givenUp'));
  if (group === REVERTED) return new TransactionFailure('REVERTED', t('transaction.waitForCall.reverted'));
  if (group === PARTIAL) return new TransactionFailure('PARTIAL', t('transaction.followBatch.partial'));
  return new TransactionFailure('UNCLEAR', t('transaction.followBatch.notShown'));
}
